"""What may be said about groups."""

import re

import numpy as np
import pandas as pd
import pytest

from kiemen.diagnosis.ingredients import profile_ingredients
from kiemen.network import Network
from kiemen.report import groups
from kiemen.report.findings import Findings
from kiemen.report.groups import group_patterns, group_sections, group_table, shown_groups, visible_ingredients
from kiemen.results import Fact, Provenance, Result
from tests.diagnosis.scenes import organisation, with_scale
from tests.report.conftest import make


def findings(network: Network, **more) -> Findings:
    return Findings(network=network, language="en", title="", by="department", **more)


def test_small_groups_are_left_out_with_what_would_give_them_away():
    people = pd.DataFrame(
        {"person": [f"p{i}" for i in range(25)], "department": ["A"] * 10 + ["B"] * 6 + ["C"] * 6 + ["D"] * 3}
    )
    network = Network.from_frames(people)
    # D has three; with the total and A, B and C shown they would be what is left, so the smallest of those goes too.
    assert len(shown_groups(findings(network))) == 2
    assert shown_groups(findings(network, minimum_group=11)) == ()


def test_group_figures_are_means_over_enough_people(network):
    found = findings(network)
    table = group_table(found, shown_groups(found))
    assert table.index.tolist() == ["Financiën", "ICT", "Wijken", "Zorg"]
    assert (table["people"] == 10).all()


def test_without_groups_there_is_still_something_to_say():
    network = make(12).replace(people=pd.DataFrame({"person": make(12).ids}))
    lead, sections, _ = group_sections(Findings(network=network, language="nl", title=""), ())
    assert lead
    assert not sections


def test_a_level_that_tells_every_answer_is_not_shown():
    """All of A gave the same answer, of C only three answered; B may be shown."""
    network = organisation(0)
    values = pd.Series(np.full(120, 4.0), index=network.ids)
    values[network.groups() == "B"] = np.resize([2.0, 3.0, 5.0], int((network.groups() == "B").sum()))
    values[network.ids[(network.groups() == "C").to_numpy()][3:]] = np.nan
    profile = profile_ingredients(with_scale(network, "room", values))
    found = Findings(network=network, language="en", title="", results={"ingredients": profile})
    levels = visible_ingredients(found, ("A", "B", "C"))
    assert levels["oxygen"].notna().to_dict() == {"A": False, "B": True, "C": False}


@pytest.mark.parametrize(
    ("language", "technical"), [("nl", ("standaardafwijking", "Moran")), ("en", ("standard dev", "Moran"))]
)
def test_patterns_are_told_to_management_in_plain_words_and_without_other_groups(language, technical):
    said = Fact("Zq counts of groups that are not shown ({i:.2f} standard deviations, Moran's I)", {"i": 0.99})
    action = Fact("Do this.")
    table = pd.DataFrame(
        {
            "kind": ["blocked department", "barriers lie close together"],
            "group": ["A", ""],
            "people": [40, 120],
            "found": [True, True],
        },
        index=pd.Index([1, 2], name="pattern"),
    )
    network = organisation(0)
    provenance = Provenance.of(network, function="find_patterns", settings={})
    patterns = Result(table=table, settings={}, provenance=provenance, facts={1: (said, action), 2: (said, action)})
    found = Findings(network=network, language=language, title="", results={"patterns": patterns})
    rows = group_patterns(found, ("A", "B", "C"))
    words = " ".join(" ".join(row) for row in rows)
    assert len(rows) == 2
    assert "Zq" not in words
    assert not any(one in words for one in technical)


def test_of_no_pattern_is_management_told_how_many_ties_there_are(network, monkeypatch):
    """Nought or one tie outside tells of a single person what the table of groups hides; new kinds tell no more."""
    monkeypatch.setattr(groups, "GROUP_KINDS", (*groups.GROUP_KINDS, "a new kind"))
    kinds = groups.GROUP_KINDS
    table = pd.DataFrame(
        {"kind": kinds, "group": "Zorg", "people": 10, "found": True}, index=pd.Index(range(len(kinds)), name="pattern")
    )
    said = Fact("Nobody of Zorg: {n:# tie|# ties}.", {"n": 1})
    provenance = Provenance.of(network, function="find_patterns", settings={})
    patterns = Result(
        table=table, settings={}, provenance=provenance, facts={row: (said, Fact("Do this.")) for row in table.index}
    )
    rows = group_patterns(findings(network, results={"patterns": patterns}), ("Zorg",))
    assert len(rows) == len(kinds)
    assert all(evidence and action for _, _, evidence, action in rows)
    assert not re.search(r"[0-9]|[Nn]obody|\bno\b", " ".join(" ".join(row) for row in rows))


def test_readiness_is_no_share_of_people_and_says_what_it_is(network):
    ids = [str(person) for person in network.ids]
    ranks = pd.DataFrame({"rank": np.arange(1.0, len(ids) + 1)}, index=pd.Index(ids, name="person"))
    scores = Result(table=ranks, settings={}, provenance=Provenance.of(network, function="x", settings={}))
    found = findings(network, results={"adopters": scores})
    table = group_table(found, shown_groups(found))
    assert table["readiness"].between(40, 60).all()
    _, sections, _ = group_sections(found, shown_groups(found))
    assert "50 is the middle" in sections[0].tables[0].note


@pytest.mark.parametrize("silent", [0, 20])
def test_contacts_per_person_are_said_to_be_of_who_answered(network, silent):
    ids = [str(person) for person in network.ids]
    status = ["not answered"] * silent + ["answered"] * (len(ids) - silent)
    asked = network.replace(participation=pd.DataFrame({"person": ids, "wave": "", "status": status}))
    found = findings(asked)
    _, sections, _ = group_sections(found, shown_groups(found))
    assert sections[0].tables[0].frame["Contacts per person"].notna().any()
    assert ("the mean of who answered" in sections[0].tables[0].note) == bool(silent)


def test_groups_without_a_bar_are_counted_beneath_the_figure(network):
    ids = [str(person) for person in network.ids]
    silent = set(network.people.index[network.people["department"] == "ICT"])
    status = ["not answered" if person in silent else "answered" for person in ids]
    asked = network.replace(participation=pd.DataFrame({"person": ids, "wave": "", "status": status}))
    found = findings(asked)
    _, sections, _ = group_sections(found, shown_groups(found))
    (figure,) = sections[0].figures
    assert sections[0].tables[0].frame["Contacts per person"].isna().sum() == 1
    assert figure.caption.endswith("1 group of the table has no bar: there is a dash.")


@pytest.mark.parametrize(("testable", "said"), [(True, "no wall stands out"), (False, "too few ties between")])
def test_a_wall_that_cannot_be_told_is_not_said_to_be_absent(network, testable, said):
    table = pd.DataFrame({"group": ["Zorg"], "other": ["ICT"], "wall": [False], "testable": [testable]})
    walls = Result(table=table, settings={}, provenance=Provenance.of(network, function="find_walls", settings={}))
    found = findings(network, results={"walls": walls})
    lead, _, _ = group_sections(found, shown_groups(found))
    assert any(said in line for line in lead)
