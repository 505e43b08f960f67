"""The usual road: what can be computed is, and what cannot is said."""

from types import SimpleNamespace

import pandas as pd
import pytest

from kiemen._copies import ALLOWED, Beside, may_copy
from kiemen.errors import InputError
from kiemen.measures.projection import RELATION
from kiemen.network import Network
from kiemen.report.analysis import Analysis, _meanwhile, analyse_network, check_settings, with_ties
from tests.report.conftest import make


@pytest.fixture(scope="module")
def done() -> Analysis:
    return analyse_network(make(40), parts=("bridges", "walls", "suggestions"), seed=1)


def test_parts_that_lack_data_do_not_stop_the_others(done):
    assert {"bridges", "walls"} <= set(done.results)
    assert "no evidence to rank" in done.missing["suggestions"]
    assert [name for name, *_ in done.steps][:2] == ["bridges", "walls"]
    assert all(seconds >= 0 for _, seconds, *_ in done.steps)


def test_two_processes_find_what_one_finds(done):
    token = ALLOWED.set(True)
    try:
        beside = analyse_network(make(40), parts=("bridges", "walls", "suggestions"), seed=1)
    finally:
        ALLOWED.reset(token)
    assert list(beside.results) == list(done.results)
    assert beside.missing == done.missing
    assert [name for name, *_ in beside.steps] == [name for name, *_ in done.steps]
    for part, result in done.results.items():
        assert beside.results[part].table.equals(result.table)
        assert beside.results[part].summary() == result.summary()


@pytest.mark.parametrize("copying", [False, True])
def test_pictures_are_drawn_on_the_way_while_another_process_works(copying):
    network = make(40)
    starters = [str(person) for person in network.ids[:6]]
    token = ALLOWED.set(copying)
    try:
        done = analyse_network(
            network,
            parts=("walls", "patterns", "suggestions"),
            settings={"suggestions": {"adopters": starters, "top": 2, "model": "cascade"}},
            draw=lambda results: ((part, "drawn") for part in results),
        )
    finally:
        ALLOWED.reset(token)
    assert {"walls", "patterns", "suggestions"} <= set(done.results)
    if copying and may_copy():
        assert "walls" in done.pictures
    assert set(done.pictures) <= ({"walls", "patterns"} if copying else set())


def test_no_more_is_drawn_when_the_other_process_is_done():
    answers = iter([False, True])
    other = SimpleNamespace(poll=lambda: next(answers))
    drawn = []

    def draw():
        for part in ("walls", "bridges", "patterns"):
            drawn.append(part)
            yield part, "drawn"

    assert list(_meanwhile(draw(), Beside(dict, other))) == drawn == ["walls", "bridges"]


def test_a_setting_that_does_not_exist_is_named():
    with pytest.raises(InputError, match=r"settings\.walls.*alfa.*Did you mean 'alpha'"):
        analyse_network(make(10), parts=("walls",), settings={"walls": {"alfa": 0.1}})


@pytest.mark.parametrize("settings", ["x", {"bridges": 5}, ["bridges"]])
def test_settings_are_arguments_by_part(settings):
    with pytest.raises(InputError, match="settings must give arguments by part"):
        check_settings(settings)


def test_what_is_no_network_is_refused():
    for work in (analyse_network, with_ties):
        with pytest.raises(InputError, match="network must be a Network"):
            work(None)


def test_a_failed_step_is_timed_too():
    analysis = Analysis()

    def fail() -> None:
        raise ValueError("no data")

    with pytest.raises(ValueError, match="no data"):
        analysis.timed("x", fail)
    assert [name for name, *_ in analysis.steps] == ["x"]


def test_members_are_tied_only_where_nothing_else_ties_people():
    joins = [("An", "x"), ("Bo", "x"), ("Cas", "y")]
    members = Network.from_frames(memberships=pd.DataFrame(joins, columns=["person", "initiative"]))
    assert with_ties(members).ties["relation"].tolist() == [RELATION]
    asked = members.replace(ties=pd.DataFrame({"source": ["An"], "target": ["Cas"]}))
    assert with_ties(asked) is asked
    alone = members.replace(memberships=members.memberships.iloc[1:])
    assert with_ties(alone) is alone
