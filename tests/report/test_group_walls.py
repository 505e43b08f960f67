"""What is told of walls to people who see groups only: as many as the analyst reads of, and which stand out."""

from itertools import combinations

import pandas as pd
import pytest

from kiemen.report.findings import Findings
from kiemen.report.group_walls import visible_walls, wall_line, walls_section
from kiemen.report.story import management_actions
from kiemen.results import Provenance, Result

GROUPS = ("Financiën", "ICT", "Wijken", "Zorg")


def told_of(network, walls=(), strong=(), *, testable: bool | list[bool] = True, judged=True, language="en"):
    pairs = list(combinations(GROUPS, 2))
    table = pd.DataFrame(pairs, columns=["group", "other"])
    table["wall"] = [pair in walls for pair in pairs]
    table["strong"] = [pair in strong for pair in pairs]
    table["q_open"] = 0.5 if judged else float("nan")
    table["testable"] = testable
    result = Result(table=table, settings={}, provenance=Provenance.of(network, function="find_walls", settings={}))
    return Findings(network=network, language=language, title="", by="department", results={"walls": result})


ALL = tuple(combinations(GROUPS, 2))


@pytest.mark.parametrize(
    ("walls", "strong", "said"),
    [
        ((), (), "no wall was found"),
        (ALL[:5], (), "5 of the 6 pairs of groups run fewer ties than chance would give. None stands out"),
        (ALL[:5], ALL[:1], "than chance would give. 1 wall stands out even from how much groups keep to themselves: "),
        (ALL[:5], ALL[:2], "2 walls stand out even from how much groups keep to themselves: Financiën – ICT; Fin"),
        (ALL[:2], ALL[:2], "2 of the 6 pairs of groups run fewer ties than chance would give: Financiën – ICT; Fin"),
    ],
)
def test_as_many_walls_are_told_of_as_were_found(network, walls, strong, said):
    found = told_of(network, walls, strong)
    assert said in wall_line(found, GROUPS)
    assert bool(walls_section(found, GROUPS)) == bool(strong)


def test_of_two_or_three_groups_every_wall_counts(network):
    found = told_of(network, ALL[:2], judged=False)
    assert len(visible_walls(found, GROUPS)) == 2
    assert wall_line(found, ("Financiën", "ICT")) == (
        "Between Financiën and ICT run fewer ties than chance would give."
    )


def test_a_group_that_may_not_be_shown_is_in_no_pair(network):
    found = told_of(network, ALL, ALL[:1])
    assert "3 of the 3 pairs" in wall_line(found, ("ICT", "Wijken", "Zorg"))
    assert "Financiën" not in wall_line(found, ("ICT", "Wijken", "Zorg"))
    assert not walls_section(found, ("ICT", "Wijken", "Zorg"))


def test_pairs_that_could_not_be_looked_at_are_not_counted_as_without_a_wall(network):
    assert "cannot be told" in wall_line(told_of(network, testable=[True, True, *[False] * 4]), GROUPS)
    assert "no wall was found" in wall_line(told_of(network, testable=[True] * 4 + [False] * 2), GROUPS)
    few = told_of(network, testable=[True, True, *[False] * 4])
    (action,) = management_actions(few, GROUPS, [])
    (why,) = action.why
    assert why.startswith("Patterns and walls that would ask for something else first could not be looked for")
    half = told_of(network, ALL[:2], testable=[True] * 3 + [False] * 3)
    assert "2 of the 3 pairs" in wall_line(half, GROUPS)
    assert "cannot be told" in wall_line(told_of(network, ALL), ("Zorg",)), "one group has no pair"


def test_a_wall_that_cannot_be_told_is_not_said_to_be_absent(network):
    assert "cannot be told from these data" in wall_line(told_of(network, testable=False), GROUPS)
    assert wall_line(Findings(network=network, language="en", title=""), GROUPS) == ""
    assert "muren springen eruit" in wall_line(told_of(network, ALL[:5], ALL[:2], language="nl"), GROUPS)
