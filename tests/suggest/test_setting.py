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


@pytest.mark.parametrize(
    ("name", "odd"),
    [("model", 3), ("model", None), ("model", "mixd"), ("room", 3), ("room", [1, 2]), ("adopters", 5),
     ("propensity", ["p01"]), ("register", "x"), ("spare", "Zorg")],
)  # fmt: skip
@pytest.mark.parametrize("function", [kiemen.suggest_connections, kiemen.suggest_meetings, kiemen.build_plan])
def test_what_makes_no_sense_is_refused_by_name(function, organisation, adopters, name, odd):
    given = {"adopters": None if name == "propensity" else adopters, "rng": 1} | {name: odd}
    with pytest.raises(InputError, match=rf"^{name} must be"):
        function(organisation, **given)


def test_a_group_is_not_asked_and_left_alone_at_once(organisation, adopters):
    with pytest.raises(InputError, match="both name 'Zorg'"):
        kiemen.suggest_connections(organisation, adopters=adopters, include=["Zorg"], spare=["Zorg"], rng=1)
    with pytest.raises(InputError, match="forbidden must be"):
        kiemen.suggest_connections(organisation, adopters=adopters, forbidden=5, rng=1)


def test_a_whole_number_may_be_written_with_a_point(organisation, adopters):
    found = kiemen.suggest_connections(organisation, adopters=adopters, model="cascade", top=2.0, rng=1)
    assert len(found.table) == 2
    assert len(kiemen.suggest_relief(organisation, top=1.0).table) <= 1


def test_where_there_is_one_group_no_wall_is_bridged(organisation, adopters):
    people = organisation.people.assign(department="all")
    network = organisation.replace(people=people.reset_index())
    bundles = kiemen.suggest_bundles(network, adopters=adopters, rng=1)
    assert "No two groups are known" in bundles.summary("en")
    assert "No two groups are known" in kiemen.suggest_relief(network).summary("en")


def test_what_can_be_gone_through_once_holds_for_every_form(organisation, adopters):
    ask = {"model": "cascade", "budget": 6, "rng": 1}
    listed = kiemen.build_plan(organisation, adopters=adopters, spare=["Zorg"], forbidden=[("p10", "p11")], **ask)
    given = kiemen.build_plan(
        organisation, adopters=iter(adopters), spare=iter(["Zorg"]), forbidden=iter([("p10", "p11")]), **ask
    )
    assert given.table.equals(listed.table)
    assert given.settings["spare"] == listed.settings["spare"] == ("Zorg",)
    for name, part in given.parts.items():
        assert part.table.equals(listed.parts[name].table), name
    models = kiemen.suggest_connections(
        organisation, adopters=adopters, model=iter(["cascade", "threshold"]), top=2, rng=1
    )
    assert models.settings["model"] == "cascade, threshold"
    assert list(models.growth.index) == ["cascade", "threshold"]
