"""The usual road: what can be computed is, and what cannot is said."""

import pytest

from kiemen.errors import InputError
from kiemen.report.analysis import Analysis, analyse_network
from tests.report.conftest import make


@pytest.fixture(scope="module")
def done() -> Analysis:
    return analyse_network(make(40), parts=("bridges", "walls", "suggestions"), seed=1)


def test_parts_that_lack_data_do_not_stop_the_others(done):
    assert {"bridges", "walls"} <= set(done.results)
    assert "no evidence to rank" in done.missing["suggestions"]
    assert [name for name, *_ in done.steps][-2:] == ["bridges", "walls"]
    assert all(seconds >= 0 for _, seconds, *_ in done.steps)


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
