"""The stated share: one line in the ranking for map, table, story and simulations."""

import numpy as np
import pandas as pd
import pytest

from kiemen.adoption.adopters import people_within, resolve_adopters
from kiemen.report.build import build_report
from kiemen.report.findings import MARKED_SHARE, Findings
from kiemen.report.sections import collective_section, result_section
from kiemen.report.share import share_line, stated_share
from kiemen.results import Provenance, Result
from tests.report.conftest import make


def results(network, **settings):
    n = network.n_nodes
    rank = np.arange(1.0, n + 1)
    table = pd.DataFrame(
        {"propensity": 1 - rank / n, "rank": rank, "rank_low": rank - 2, "rank_high": rank + 2},
        index=pd.Index([str(person) for person in network.ids], name="person"),
    )
    origin = Provenance.of(network, function="score_adopters", settings={})
    grown = Provenance.of(network, function="forecast_growth", settings=settings)
    return {"adopters": Result(table, {}, origin), "forecast": Result(pd.DataFrame({"mean": [1.0]}), settings, grown)}


def findings(network, *, wanted=None, declared=(), **settings):
    found = results(network, **settings)
    return Findings(
        network=network, language="en", title="", results=found, wanted_share=wanted, declared=frozenset(declared)
    )


@pytest.mark.parametrize("share", [0.01, 0.15, 0.2, 0.5, 1.0])
def test_the_map_marks_as_many_as_the_simulations_begin_with(network, share):
    found = findings(network, share=share)
    start = resolve_adopters(network, found.results["adopters"].table["propensity"], share=share)
    assert len(found.marked) == start.size == people_within(share, network.n_people)
    assert f"{share:.0%} of the colleagues" in collective_section(found).cautions[0]


def test_without_a_share_the_number_is_said_to_be_for_drawing(network):
    found = findings(network, share=None)
    assert found.share is None
    assert len(found.marked) == round(MARKED_SHARE * network.n_people)
    assert "chosen for drawing" in collective_section(found).cautions[0]
    assert stated_share({}) is None


def test_who_declared_themselves_need_no_share(network):
    found = findings(network, wanted=0.5, declared=network.ids[:3])
    assert found.share is None
    assert set(found.marked) == set(network.ids[:3])
    assert len(result_section(found, "adopters").lead) == 0


def test_of_whom_nothing_is_known_nobody_is_marked(network):
    known = results(network)["adopters"]
    table, origin = known.table.copy(), known.provenance
    table.iloc[4:, 0] = np.nan
    unknown = Findings(
        network=network, language="en", title="", results={"adopters": Result(table, {}, origin)}, wanted_share=1.0
    )
    assert len(unknown.marked) == 4


def test_the_line_says_how_many_could_be_on_its_other_side(network):
    table = results(network)["adopters"].table
    said = share_line(table, 0.2, network.n_people, "en")
    assert "the 8 ranked highest" in said
    assert "Of these 2 could as well stand below that line, and 2 of the others above it" in said
    assert share_line(table[["propensity"]], 0.2, network.n_people, "en") == ""


def test_the_table_tells_who_falls_within_it(network):
    (sheet,) = result_section(findings(network, wanted=0.2), "adopters").tables
    assert sheet.frame["Within the 20%"].tolist() == [True] * 8 + [False] * 32
    assert "Within the 20%" in sheet.columns
    (sheet,) = result_section(findings(make(60), wanted=1.0), "adopters").tables
    assert "Within the 100%" not in sheet.columns


def test_the_team_is_told_by_which_share_people_are_marked(network):
    found = results(network, share=0.2)
    report = build_report(
        network, audience="team", language="en", consenting=[str(p) for p in network.ids[:10]], **found
    )
    (section,) = (part for part in report.content.sections if part.key == "collective")
    # How many are marked in all would tell, by subtraction, of those who did not agree.
    assert "among the 20% of the colleagues" in section.cautions[0]
    assert not any(sign in section.cautions[0] for sign in map(str, range(10)) if sign not in "20")
    bare = build_report(network, audience="team", language="en", consenting=[str(network.ids[20])], **found)
    (section,) = (part for part in bare.content.sections if part.key == "collective")
    assert section.cautions == ()
