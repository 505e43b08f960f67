"""Sections of the analyst's report."""

import numpy as np
import pandas as pd

from kiemen.network import Network
from kiemen.plots import plot_bridges
from kiemen.report.content import Content, Section
from kiemen.report.findings import Findings, declared_adopters, pairs_of
from kiemen.report.sections import (
    method_section,
    result_section,
    result_sheet,
    rows_worth_showing,
    says_nothing,
    worded_table,
)
from kiemen.report.story import story_section
from kiemen.report.view import network_view
from kiemen.report.words import bridges_counted, column_name, page_words, viewer_words, worded
from kiemen.report.workbook import csv_files, story_table
from kiemen.results import Fact, Provenance, Result
from tests.report.conftest import make


def test_tables_show_names_for_ids_and_words_for_columns(network, suggestions):
    found = Findings(network=network, language="en", title="", results={"suggestions": suggestions})
    table = worded_table(found, suggestions, lambda _: ("because",))
    assert table.columns.tolist() == ["Person", "With", "Extra adopters", "Why"]
    assert table.iloc[0].tolist() == ["Zqx00wv Kanarie00", "Zqx05wv Kanarie05", 0.5, "because"]
    sheet = result_sheet(found, "suggestions")
    assert sheet.brief["Why"][0].count(".") < sheet.frame["Why"].iloc[0].count(".")


def test_pairs_and_declared_adopters(network, suggestions):
    assert pairs_of(suggestions.table)[0] == ("ID-7000", "ID-7055")
    assert declared_adopters(network, ["ID-7000"]) == {"ID-7000"}
    assert declared_adopters(network, None) == frozenset()


def test_the_story_counts_what_there_is(network):
    story = story_section(Findings(network=network, language="nl", title=""), (), ("Een zin.",))
    assert story.numbers[0] == ("40", "mensen")
    content = Content("t", "s", "analyst", "nl", (story, Section("x", "X", "X")))
    assert story_table(content)["Wat er staat"].tolist()[0] == "Een zin."
    assert list(csv_files(content)) == ["story.csv"]


def test_words_have_a_form_in_both_languages():
    assert page_words("nl")["search"] == "Zoeken"
    assert viewer_words("en")["ties"] == "{n} contacts"
    assert column_name("some_new_column", "nl") == "Some new column"
    assert column_name("person", "nl") == "Collega"
    assert worded("{hostile.__class__}", "nl") == "{hostile.__class__}"
    assert worded(3, "nl") == 3


def test_what_was_looked_for_and_not_found_is_no_list_of_what_is_wrong(network):
    table = pd.DataFrame(
        {"kind": ["silo"], "group": ["Zorg"], "people": [10], "found": [False]}, index=pd.Index([1], name="pattern")
    )
    patterns = Result(
        table=table,
        settings={},
        provenance=Provenance.of(network, function="find_patterns", settings={}),
        facts={1: (Fact("Seen."), Fact("Do."))},
    )
    found = Findings(network=network, language="en", title="", results={"patterns": patterns})
    sheet = result_sheet(found, "patterns")
    assert sheet.folded
    assert "not stronger than chance" in sheet.title
    assert "What to do" in sheet.frame.columns
    assert "What to do" not in sheet.columns
    there = Result(table=table.assign(found=True), settings={}, provenance=patterns.provenance, facts=patterns.facts)
    sheet = result_sheet(Findings(network=network, language="en", title="", results={"patterns": there}), "patterns")
    assert not sheet.folded
    assert "What to do" in sheet.columns


def test_the_page_shows_the_upper_half_of_few(network):
    ranks = pd.DataFrame(
        {"rank": np.arange(1.0, 22)}, index=pd.Index([str(p) for p in network.ids[:21]], name="person")
    )
    scores = Result(table=ranks, settings={}, provenance=Provenance.of(network, function="x", settings={}))
    sheet = result_sheet(Findings(network=network, language="en", title="", results={"adopters": scores}), "adopters")
    assert sheet.shown == 11
    assert len(sheet.frame) == 21


def test_the_ledger_is_counted_before_it_is_listed(network):
    rows = {"source": "a", "row": [2, 3, 4], "part": "row", "column": "", "action": "set aside", "value": ""}
    ledger = pd.DataFrame({**rows, "reason": ["no name", "twice", "no name"]})
    found = Findings(network=network.replace(ledger=ledger), language="en", title="")
    counted, listed = [sheet for sheet in method_section(found).tables if sheet.key.startswith("ledger")]
    assert counted.frame[["Why", "Times"]].to_numpy().tolist() == [["no name", 2], ["twice", 1]]
    assert not counted.folded
    assert len(listed.frame) == 3


def test_contacts_outside_are_called_that_where_others_have_a_group():
    people = pd.DataFrame(
        {"person": ["a", "b", "c"], "department": ["Zorg", "Zorg", None], "inside": [True, True, False]}
    )
    network = Network.from_frames(people, pd.DataFrame({"source": ["a", "b"], "target": ["b", "c"]}))
    table = pd.DataFrame({"score": [1.0, 0.5]}, index=pd.Index(["c", "a"], name="person"))
    bridges = Result(table, {}, Provenance.of(network, function="score_bridges", settings={}))
    findings = Findings(network=network, language="nl", title="", results={"bridges": bridges})
    (sheet,) = result_section(findings, "bridges").tables
    assert sheet.frame["Afdeling"].tolist() == ["contact buiten", "Zorg"]


def test_groups_are_called_what_they_are_wherever_they_head_a_column_or_a_filter():
    def heads(column, language, by=None):
        people = pd.DataFrame({"person": ["a", "b", "c"], column: ["Zuid", "Zuid", "Noord"]})
        network = Network.from_frames(people, pd.DataFrame({"source": ["a", "b"], "target": ["b", "c"]}))
        origin = Provenance.of(network, function="example", settings={})
        people = pd.DataFrame({"score": [1.0, 0.5]}, index=pd.Index(["c", "a"], name="person"))
        pairs = pd.DataFrame({"group": ["Noord"], "other": ["Zuid"], "wall": [True], "strong": [True]})
        results = {"bridges": Result(people, {}, origin), "walls": Result(pairs, {}, origin)}
        findings = Findings(network=network, language=language, title="", by=by, results=results)
        words = network_view(network, by=by, language=language)["words"]
        found = {words["group"]}
        for part in results:
            (sheet,) = result_section(findings, part).tables
            found |= {name for name in sheet.frame.columns if "Zuid" in list(sheet.frame[name])} - {"Met", "With"}
            assert found <= {words["group"]}
            assert words["group"] in sheet.columns
        return words["group"], words["search"]

    assert heads("department", "nl") == ("Afdeling", "naam of afdeling")
    assert heads("team", "nl") == ("Team", "naam of team")
    assert heads("location", "nl", by="location") == ("Locatie", "naam of locatie")
    assert heads("location", "en", by="location") == ("Location", "name or location")
    assert heads("kleur", "nl", by="kleur") == ("Groep", "naam of groep")


def test_whom_the_table_of_bridges_counts_is_said_where_its_figure_counts_others():
    table = pd.DataFrame({"score": [1.0, 0.5, 0.0]}, index=pd.Index(["c", "a", "b"], name="person"))
    said = "Of the 3 people in the table 2 have a score above 0."
    assert bridges_counted(table, frozenset(), "en") == said
    assert bridges_counted(table, frozenset("c"), "en") == f"{said} Contacts outside are in it too: 1."
    assert bridges_counted(table.iloc[:2], frozenset(), "nl") == ""
    network = Network.from_frames(ties=pd.DataFrame({"source": ["a", "b"], "target": ["b", "c"]}))
    bridges = Result(table, {}, Provenance.of(network, function="score_bridges", settings={}))
    section = result_section(
        Findings(network=network, language="en", title="", results={"bridges": bridges}), "bridges"
    )
    assert section.tables[0].note == said
    ax = plot_bridges(bridges, top=1, language="en")
    assert any(words.get_text() == "The first 1 of the 2 with a score above 0" for words in ax.texts)


def test_a_picture_of_gains_none_of_which_is_told_from_zero_is_left_out():
    origin = Provenance.of(make(6), function="suggest_invitations", settings={})
    table = pd.DataFrame({"gain": [0.2, 0.1, 0.1], "gain_low": [-0.1, 0.0, 0.0], "gain_high": [0.5, 0.2, 0.2]})
    assert says_nothing(Result(table, {}, origin), "invitations")
    table["gain_low"] = [0.1, 0.0, 0.0]
    assert not says_nothing(Result(table, {}, origin), "invitations")


def test_a_terminal_may_show_more_of_a_ranking_than_a_page_and_never_its_lower_half():
    network = make(120)
    ids = [str(person) for person in network.ids]
    table = pd.DataFrame({"rank": [float(n + 1) for n in range(120)]}, index=pd.Index(ids, name="person"))
    ranked = Result(table, {}, Provenance.of(network, function="score_adopters", settings={}))
    assert rows_worth_showing(ranked, "adopters") == 60
    findings = Findings(network=network, language="en", title="", results={"adopters": ranked})
    sheet = result_sheet(findings, "adopters")
    assert (sheet.shown, sheet.most) == (40, 60)


def test_who_sits_at_a_table_is_read_from_its_seats_and_not_from_text():
    network = Network.from_frames(pd.DataFrame({"person": ["Vries, An de", "Bos"], "name": ["An de Vries", "Vos, Bo"]}))
    seats = pd.DataFrame({"meeting": [1, 1], "person": ["Vries, An de", "Bos"]})
    table = pd.DataFrame({"people": ["Vries, An de, Bos"]}, index=pd.Index([1], name="meeting"))
    meetings = Result(table, {}, Provenance.of(network, function="suggest_meetings", settings={}))
    found = Findings(network=network, language="en", title="", results={"meetings": meetings})
    object.__setattr__(meetings, "members", seats)
    assert worded_table(found, meetings)["People"].tolist() == ["An de Vries; Vos, Bo"]
