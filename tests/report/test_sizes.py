"""Sizes of pictures: every row can be read, on a page and on a phone."""

import pandas as pd
import pytest

from kiemen.network import Network
from kiemen.plots.walls import NUMBERS_UP_TO
from kiemen.report.content import ON_PHONE
from kiemen.report.sizes import figure_size, narrow_size
from kiemen.results import Provenance, Result


def result(table):
    return Result(table, {}, Provenance.of(Network.from_frames(), function="test", settings={}))


def walls(groups, ties=3):
    names = [f"g{n:02}" for n in range(groups)]
    return result(pd.DataFrame({"group": names[:-1], "other": names[1:], "observed": ties}))


@pytest.mark.parametrize("part", ["adopters", "bridges", "suggestions", "invitations"])
def test_more_rows_are_higher_up_to_what_is_drawn(part):
    few, many, more = (figure_size(result(pd.DataFrame({"gain": range(n)})), part) for n in (3, 20, 200))
    assert few[1] < many[1] == more[1]
    assert narrow_size(result(pd.DataFrame({"gain": range(3)})), part) == (ON_PHONE, few[1])


def test_cells_of_many_groups_or_of_many_ties_are_too_small_for_a_phone():
    assert narrow_size(walls(NUMBERS_UP_TO), "walls") == (ON_PHONE, ON_PHONE)
    assert narrow_size(walls(NUMBERS_UP_TO + 1), "walls") is None
    assert narrow_size(walls(NUMBERS_UP_TO, ties=100), "walls") is None
    assert narrow_size(walls(10, ties=100), "walls") == (ON_PHONE, ON_PHONE)
    assert figure_size(walls(30), "walls")[0] > figure_size(walls(5), "walls")[0]
