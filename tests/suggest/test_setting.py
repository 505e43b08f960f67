import pandas as pd
import pytest

import kiemen
from kiemen.errors import InputError
from kiemen.suggest.register import Register
from kiemen.suggest.selection import Limits
from kiemen.suggest.setting import Setting, Wishes


def test_a_ranking_gives_the_likeliest(organisation):
    ranking = pd.Series(range(60), index=[f"p{i:02d}" for i in range(60)], dtype=float)
    setting = Setting.of(organisation, Wishes(propensity=ranking, share=0.05, rng=1), Limits())
    assert {organisation.ids[i] for i in setting.likely} == {"p57", "p58", "p59"}
    assert setting.obstacle is None


def test_models_are_set_up_by_name(organisation, adopters):
    setting = Setting.of(organisation, Wishes(adopters=adopters, model=["fire", "cascade"], rng=1), Limits())
    assert list(setting.fields()) == ["fire", "cascade"]
    with pytest.raises(InputError, match="empty list"):
        Setting.of(organisation, Wishes(adopters=adopters, model=[], rng=1), Limits()).fields()


def test_nobody_with_room_is_an_obstacle(organisation, adopters):
    limits = Limits(room=dict.fromkeys(organisation.ids, 0))
    assert "room" in Setting.of(organisation, Wishes(adopters=adopters), limits).obstacle


@pytest.mark.parametrize(
    "name",
    ["build_plan", "check_acceptance", "fit_acceptance", "score_proximity"]
    + [f"suggest_{form}" for form in ("bundles", "connections", "initiatives", "invitations", "meetings", "relief")],
)
def test_a_table_in_the_place_of_the_network_is_refused_by_name(name):
    with pytest.raises(InputError, match="network must be a Network, not DataFrame"):
        getattr(kiemen, name)(pd.DataFrame({"source": ["a"], "target": ["b"]}))


def test_ties_that_were_agreed_on_are_there_in_the_worlds(two_cliques, left):
    register = Register().record([("0", "10"), ("1", "10"), ("gone", "11")], "accepted").record([("2", "12")], "passed")
    setting = Setting.of(two_cliques, Wishes(adopters=left, model="threshold"), Limits(), register=register)
    contacts = setting.fields()["threshold"].engine.contacts
    place = {person: at for at, person in enumerate(two_cliques.ids)}
    matrix = contacts.matrix()
    assert matrix[place["0"], place["10"]] == matrix[place["10"], place["1"]] == 1
    assert matrix[place["2"], place["12"]] == 0
    assert contacts.n_arcs == 2 * len(two_cliques.ties) + 4
    plain = Setting.of(two_cliques, Wishes(adopters=left, model="threshold"), Limits())
    assert plain.fields()["threshold"].engine.contacts.n_arcs == 2 * len(two_cliques.ties)


def test_limits_are_on_record_as_numbers_and_never_as_names(organisation, adopters):
    register = Register().record([("p20", "p41")], "passed")
    limits = Limits(room={"p33": 0}, forbidden=[("p01", "p02")])
    told = Setting.of(organisation, Wishes(adopters=adopters, rng=1), limits, register=register).told()
    assert (told["left_alone"], told["kept_apart"], told["decisions"]) == (1, 2, 1)
    assert "p33" not in str(told)
