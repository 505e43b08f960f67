"""The usual road: what can be computed is, and what cannot is said."""

import pytest

from kiemen._copies import ALLOWED
from kiemen.errors import InputError
from kiemen.report.analysis import Analysis, analyse_network
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
        beside = analyse_network(
            make(40), parts=("bridges", "walls", "suggestions"), seed=1, draw=lambda results: dict.fromkeys(results, 1)
        )
    finally:
        ALLOWED.reset(token)
    assert list(beside.results) == list(done.results)
    assert beside.missing == done.missing
    assert [name for name, *_ in beside.steps] == [name for name, *_ in done.steps]
    for part, result in done.results.items():
        assert beside.results[part].table.equals(result.table)
        assert beside.results[part].summary() == result.summary()


def test_a_setting_that_does_not_exist_is_named():
    with pytest.raises(InputError, match=r"settings\.walls.*alfa.*Did you mean 'alpha'"):
        analyse_network(make(10), parts=("walls",), settings={"walls": {"alfa": 0.1}})


def test_a_failed_step_is_timed_too():
    analysis = Analysis()

    def fail() -> None:
        raise ValueError("no data")

    with pytest.raises(ValueError, match="no data"):
        analysis.timed("x", fail)
    assert [name for name, *_ in analysis.steps] == ["x"]
