"""Sizes of pictures: every row can be read, on a page and on a phone."""

import pandas as pd
import pytest

from kiemen.network import Network
from kiemen.report.content import ON_PHONE
from kiemen.report.sizes import MOST_ON_PHONE, figure_size, narrow_size
from kiemen.results import Provenance, Result


def result(table):
    return Result(table, {}, Provenance.of(Network.from_frames(), function="test", settings={}))


def walls(groups):
    names = [f"g{n:02}" for n in range(groups)]
    return result(pd.DataFrame({"group": names[:-1], "other": names[1:]}))


@pytest.mark.parametrize("part", ["adopters", "bridges", "suggestions", "invitations"])
def test_more_rows_are_higher_up_to_what_is_drawn(part):
    few, many, more = (figure_size(result(pd.DataFrame({"gain": range(n)})), part) for n in (3, 20, 200))
    assert few[1] < many[1] == more[1]
    assert narrow_size(result(pd.DataFrame({"gain": range(3)})), part) == (ON_PHONE, few[1])


def test_cells_of_many_groups_are_too_small_for_a_phone():
    assert narrow_size(walls(MOST_ON_PHONE), "walls") == (ON_PHONE, ON_PHONE)
    assert narrow_size(walls(MOST_ON_PHONE + 1), "walls") is None
    assert figure_size(walls(30), "walls")[0] > figure_size(walls(5), "walls")[0]
