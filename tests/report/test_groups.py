"""What may be said about groups."""

import itertools
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
    lead, sections, _ = group_sections(Findings(network=network, language="en", title=""), ())
    assert lead == (
        "It is not known in which group people work: without that, little can be told to who sees groups only.",
    )
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
            "kind": ["blocked group", "barriers lie close together"],
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
    heads = network.people.drop(columns="inside").assign(role=np.resize(["directeur", ""], 40)).reset_index()
    rows = group_patterns(findings(network.replace(people=heads), results={"patterns": patterns}), ("Zorg",))
    assert len(rows) == len(kinds)
    assert all(evidence and action for _, _, evidence, action in rows)
    assert not re.search(r"[0-9]|[Nn]obody|\bno\b", " ".join(" ".join(row) for row in rows))


def test_readiness_is_no_share_of_people_and_says_what_it_is(network):
    ids = [str(person) for person in network.ids]
    ranks = pd.DataFrame({"propensity": np.linspace(1, 0, len(ids))}, index=pd.Index(ids, name="person"))
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


def directed(leaders, asked="room"):
    """Sixty people in three groups of twenty: leaders are each tied to another number of people in every group."""
    ids = [f"P-{n:03d}" for n in range(60)]
    people = pd.DataFrame({"person": ids, "department": [("A", "B", "C")[n // 20] for n in range(60)]})
    people["role"] = ["directeur" if person in leaders else "medewerker" for person in ids]
    named = [(one, ids[20 * k + 3 * n + k + 1]) for one in leaders for k in range(3) for n in range(k + 1)]
    ring = itertools.pairwise(ids)
    ties = pd.DataFrame([*named, *ring], columns=["source", "target"])
    score = pd.Series(np.resize([1.0, 2.0, 4.0, 5.0], 60), index=ids)
    return with_scale(Network.from_frames(people, ties), asked, score)


def levels_of(network, **more):
    profile = profile_ingredients(network, **more)
    return visible_ingredients(findings(network, results={"ingredients": profile}), ("A", "B", "C"))


def test_whom_a_handful_of_leaders_know_is_not_told_by_the_level_of_groups():
    """Of twenty, ten per cent tied to the one director are two people: that director's contacts."""
    few, many = [f"P-{n:03d}" for n in (0, 30, 31, 55)], [f"P-{n:03d}" for n in (0, 5, 30, 31, 45, 55)]
    assert "pokers" in profile_ingredients(directed(few)).table.dropna(axis=1)
    assert levels_of(directed(few))["pokers"].isna().all()
    assert levels_of(directed(many))["pokers"].notna().any()
    # What people say of it may still be told.
    said = levels_of(directed(few, asked="allies"))["pokers"]
    assert said.notna().all()
    assert said.tolist() == levels_of(directed([], asked="allies"))["pokers"].tolist()


def test_whom_a_handful_of_adopters_know_is_not_told_either():
    network = directed([])
    assert levels_of(network, adopters=list(network.ids[:2]))["spark"].isna().all()
    assert levels_of(network, adopters=list(network.ids[::5]))["spark"].notna().any()


def test_that_a_group_has_few_ties_to_a_handful_of_leaders_is_not_told():
    def rows(network):
        table = pd.DataFrame(
            {"kind": [groups.NO_ROOM], "group": "A", "people": 20, "found": True}, index=pd.Index([1], name="pattern")
        )
        provenance = Provenance.of(network, function="find_patterns", settings={})
        patterns = Result(table=table, settings={}, provenance=provenance, facts={1: (Fact("No tie."), Fact("Do."))})
        return group_patterns(findings(network, results={"patterns": patterns}), ("A",))

    assert not rows(directed(["P-030"]))
    assert rows(directed([f"P-{n:03d}" for n in range(25, 31)]))


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ([1] + [0] * 9, False),  # who said yes knows that nobody else did
        ([0] + [1] * 9, False),
        ([1] * 4 + [0] * 6, True),
        ([0.25] + [0] * 9, False),  # would round to nothing
        ([0.5] * 10, False),
    ],
)
def test_a_level_that_one_person_makes_up_is_not_shown(values, told):
    ids = [f"P-{n:03d}" for n in range(20)]
    people = pd.DataFrame({"person": ids, "department": ["A"] * 10 + ["B"] * 10})
    score = pd.Series(1 + 4 * np.array([*values, *np.resize([0, 0.5, 1], 10)], float), index=ids)
    levels = visible_ingredients(
        findings(
            network := with_scale(Network.from_frames(people), "room", score),
            results={"ingredients": profile_ingredients(network)},
        ),
        ("A", "B"),
    )
    assert levels["oxygen"].notna().to_dict() == {"A": told, "B": True}


def test_of_whom_nothing_is_known_the_place_is_unknown_and_not_low(network):
    """Half of Zorg did not answer: the group may not stand last for that, in the order of their numbers."""
    ids = [str(person) for person in network.ids]
    silent = ids[::4][:5]
    score = pd.Series(np.linspace(1, 0.5, 40), index=ids)
    score[silent] = np.nan
    order = pd.DataFrame({"propensity": score.sort_values(ascending=False)})
    scores = Result(table=order, settings={}, provenance=Provenance.of(network, function="x", settings={}))
    found = findings(network, results={"adopters": scores})
    known = score.dropna().rank(pct=True) - 0.5 / 35
    expected = known[[person for person in ids[::4] if person not in silent]].mean()
    assert group_table(found, shown_groups(found)).loc["Zorg", "readiness"] == round(100 * expected)


def test_that_nearly_nobody_of_a_group_has_contacts_elsewhere_is_not_told(network):
    ids = [str(person) for person in network.ids]
    people = pd.DataFrame({"person": ids, "department": ["A"] * 20 + ["B"] * 20})
    within = [(n, n + step) for n in range(37) for step in (1, 2, 3) if n // 20 == (n + step) // 20]
    pairs = [(ids[one], ids[other]) for one, other in [*within, (0, 20), (1, 21)]]
    alone = Network.from_frames(people, pd.DataFrame(pairs, columns=["source", "target"]))
    assert group_table(findings(alone), ("A", "B"))["across"].isna().all()
