"""Leaks: over all bytes of every output, nobody is in it who may not be, and no small group can be had."""

import io
import re
import zipfile

import pandas as pd
import pytest

from kiemen.errors import InputError
from kiemen.measures.walls import find_walls
from kiemen.network import Network
from kiemen.privacy.pseudonyms import pseudonym, pseudonymise
from kiemen.privacy.small_groups import derivable_groups
from kiemen.report import build_report, write_personal_reports
from kiemen.report.audit import audit_file
from kiemen.report.editions import edition
from kiemen.report.findings import Findings
from kiemen.report.guard import fold, found_in, signs_of, texts_in
from kiemen.results import Fact, Provenance, Result
from tests.report.conftest import make, suggestions_of


def outputs(report, folder):
    """Write everything a report can write and give all the text that is anywhere in it."""
    report.write_html(folder / "r.html")
    report.write_excel(folder / "r.xlsx")
    report.write_csv(folder / "csv")
    report.write_figures(folder / "figures")
    return {
        str(path.relative_to(folder)): "\n".join(words for _, words in texts_in(path.read_bytes(), path.name))
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_management_gets_nobody(network, suggestions, tmp_path):
    report = build_report(
        network, audience="management", language="nl", suggestions=suggestions, adopters=list(network.ids[:5])
    )
    for name, words in outputs(report, tmp_path).items():
        assert not re.search(r"kanarie\d\d|kn\d\d@|id-7\d\d\d|zqx", words), name


def test_team_gets_those_who_agreed_and_nobody_else(network, suggestions, tmp_path):
    agreed = list(network.ids[[0, 5, 9]])
    report = build_report(network, audience="team", language="en", suggestions=suggestions, consenting=agreed)
    found = set()
    for name, words in outputs(report, tmp_path).items():
        seen = set(re.findall(r"kanarie\d\d", words))
        assert seen <= {"kanarie00", "kanarie05", "kanarie09"}, name
        assert "@lek" not in words, name
        found |= seen
        # No score and no reason that is for the analyst.
        assert "extra adopters" not in words, name
    assert found == {"kanarie00", "kanarie05", "kanarie09"}


def test_the_team_has_a_map_for_paper_of_those_who_agreed(network, suggestions):
    agreed = list(network.ids[[0, 5, 9]])
    report = build_report(network, audience="team", language="en", suggestions=suggestions, consenting=agreed)
    drawn = next(drawing for drawing in report.pictures if drawing.key == "collective")
    assert not drawn.on_screen
    assert report.pictures[drawn].label == "3 people who agreed to be named"


def test_an_introducer_who_did_not_agree_is_not_named(network, suggestions):
    agreed = list(network.ids[[0, 5]])
    page = build_report(network, audience="team", language="en", suggestions=suggestions, consenting=agreed).html()
    assert "Kanarie12" not in page
    assert "Buurttuin" in page


def leak_network(shared) -> Network:
    roster = pd.read_csv(shared / "messy_inputs" / "leak_roster.csv", sep=";", encoding="utf-8-sig")
    ties = pd.read_csv(shared / "messy_inputs" / "leak_edges.csv", sep=";", encoding="utf-8-sig")
    by_name = roster.set_index("naam")["id"]
    people = roster.rename(columns={"id": "person", "naam": "name"})
    frame = pd.DataFrame(
        {"source": ties["van"].map(by_name), "target": ties["naar"].map(by_name), "weight": ties["gewicht"]}
    )
    return Network.from_frames(people, frame)


@pytest.mark.parametrize("audience", ["management", "team"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_small_groups_are_not_shown_and_cannot_be_had(shared, tmp_path, audience, language):
    """HR has 3 people and the board 1 of 24; IT and Sales together with the total would give their sum away."""
    network = leak_network(shared)
    report = build_report(network, audience=audience, language=language, by="afdeling")
    for name, words in outputs(report, tmp_path).items():
        assert not re.search(r"kanarie|@lek|id-7\d\d\d", words), name
        assert not re.search(r"\b(hr|directie|sales)\b", words), name
    assert not derivable_groups(report.content.shown_groups)
    assert report.content.sections[0].numbers[0][0] == "24"


def test_departments_by_place_cannot_be_subtracted(shared, tmp_path):
    """A report by department, and later one by department and place: together they still hide every small cell."""
    network = leak_network(shared)
    first = build_report(network, audience="management", by="afdeling")
    record = first.write_released(tmp_path / "released.json")
    cells = network.people["afdeling"] + " " + network.people["locatie"]
    crossed = network.replace(people=network.people.assign(cel=cells))
    second = build_report(crossed, audience="management", by="cel", released=record)
    assert not derivable_groups([*first.content.shown_groups, *second.content.shown_groups])


def test_names_in_labels_are_caught_before_anything_is_written(tmp_path):
    network = make(30, groups=("Team Zqx03wv Kanarie03", "Wijken"))
    report = build_report(network, audience="management", language="en")
    with pytest.raises(Exception, match="would name 1 person"):
        report.write_html(tmp_path / "r.html")
    assert not list(tmp_path.iterdir())


def test_the_audit_tells_what_a_file_discloses(network, suggestions, tmp_path):
    path = build_report(network, audience="analyst", suggestions=suggestions).write_excel(tmp_path / "r.xlsx")
    audit = audit_file(path, network, audience="management")
    assert not audit.safe
    assert {"name"} <= set(audit.table["kind"])
    quiet = build_report(network, audience="management").write_html(tmp_path / "m.html")
    assert audit_file(quiet, network, audience="management").safe


def test_an_image_text_chunk_is_read(tmp_path, network):
    from matplotlib.figure import Figure

    path = tmp_path / "x.png"
    Figure(figsize=(1, 1)).savefig(path, metadata={"Comment": "Zqx07wv Kanarie07"})
    assert not audit_file(path, network, audience="management").safe
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("note.txt", "mail kn11@lek.example")
    (tmp_path / "x.zip").write_bytes(packed.getvalue())
    assert set(audit_file(tmp_path / "x.zip", network, audience="team").table["kind"]) == {"e-mail"}


def test_the_ledger_with_objectors_is_for_the_analyst_only(network):
    ledger = pd.DataFrame(
        {"source": ["survey"], "row": ["3"], "part": ["row"], "column": [""], "action": ["set aside"],
         "reason": ["a made-up reason"], "value": ["Piet Bezwaar"]}
    )  # fmt: skip
    told = network.replace(ledger=ledger)
    for audience in ("management", "team"):
        assert "made-up" not in build_report(told, audience=audience, language="en").html()
    assert "made-up" in build_report(told, audience="analyst", language="en").html()


SECRET = b"0123456789abcdef-secret"


def forms(report, folder):
    """Write all forms of a report and give every file."""
    report.write_html(folder / "r.html")
    report.write_excel(folder / "r.xlsx")
    report.write_csv(folder / "csv")
    report.write_figures(folder / "figures")
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("audience", ["analyst", "team", "management"])
def test_under_pseudonyms_no_name_and_no_key_is_anywhere(network, suggestions, tmp_path, audience):
    hidden = pseudonymise(network, key=SECRET)
    new = {str(person): pseudonym(str(person), key=SECRET) for person in network.ids}
    table = suggestions.table.assign(
        person=[new[one] for one in suggestions.table["person"]],
        other=[new[one] for one in suggestions.table["other"]],
    )
    table.index = pd.Index([f"{a} – {b}" for a, b in table[["person", "other"]].to_numpy()], name="suggestion")
    plans = type(suggestions)(table, {}, Provenance.of(hidden, function="suggest_connections", settings={}))
    report = build_report(hidden, audience=audience, language="nl", suggestions=plans, consenting=list(hidden.ids[:12]))
    original = signs_of(network)
    for path in forms(report, tmp_path):
        data = path.read_bytes()
        assert SECRET not in data
        assert SECRET.hex().encode() not in data
        for where, words in texts_in(data, path.name):
            assert not found_in(words, original), where


@pytest.mark.parametrize("audience", ["analyst", "team", "management", "participant"])
def test_who_objected_is_nowhere(tmp_path, audience):
    """Named by others, on the roster and in projects; taken out, and then in no file and no file name."""
    whole = make(40)
    gone = [str(person) for person in whole.ids[[3, 17]]]
    network = whole.without(gone, reason="the person objects to use of these data, or gave no consent")
    signs = signs_of(whole, gone)
    plans = suggestions_of(network)
    if audience == "participant":
        files = list(write_personal_reports(tmp_path / "p", network, suggestions=plans).iterdir())
    else:
        report = build_report(
            network, audience=audience, language="en", suggestions=plans, consenting=list(network.ids)
        )
        files = forms(report, tmp_path)
    assert files
    for path in files:
        assert not found_in(fold(path.name.replace("-", " ")), signs)
        for where, words in texts_in(path.read_bytes(), path.name):
            assert not found_in(words, signs), where


def test_a_participant_reads_of_nobody_else(network, suggestions, tmp_path):
    folder = write_personal_reports(tmp_path / "p", network, suggestions=suggestions, language="nl")
    named = re.compile(r"kanarie(\d\d)")
    for path in folder.glob("*.html"):
        words = " ".join(words for _, words in texts_in(path.read_bytes(), path.name))
        reader = named.search(path.name).group(1)
        meets = {pair for pair in (("00", "05"), ("01", "06"), ("00", "09")) if reader in pair}
        assert set(named.findall(words)) <= {one for pair in meets for one in pair} | {"12"}, path.name
        assert not re.search(r"@lek|id-7\d\d\d", words), path.name


def test_departments_and_teams_together_leave_nobody_alone(tmp_path):
    """Four people of no shown department are spread over four teams: the two reports together must not tell of them."""
    ids = [f"p{n:02d}" for n in range(44)]
    people = pd.DataFrame(
        {
            "person": ids,
            "department": ["A"] * 20 + ["B"] * 20 + ["H"] * 4,
            "team": [f"t{n // 5 % 4}" for n in range(40)] + ["t0", "t1", "t2", "t3"],
        }
    )
    network = Network.from_frames(people)
    first = build_report(network, audience="management", by="department")
    second = build_report(
        network, audience="management", by="team", released=first.write_released(tmp_path / "released.json")
    )
    assert not derivable_groups([*first.content.shown_groups, *second.content.shown_groups])


@pytest.mark.parametrize("by", [None, "department"])
def test_the_map_of_the_team_has_the_groups_also_where_nobody_named_their_column(network, suggestions, by):
    agreed = frozenset(map(str, network.ids[:12]))
    found = Findings(
        network=network, language="nl", title="", by=by, consenting=agreed, results={"suggestions": suggestions}
    )
    view = edition(found, "team").view
    assert view["groups"] == ["Financiën", "ICT", "Wijken", "Zorg"]
    assert len(view["name"]) == 12


@pytest.mark.parametrize("sizes", [(27, 3), (2,) * 15])
def test_groups_below_the_minimum_are_not_told_to_the_team_beside_a_name(sizes, tmp_path):
    ids = [f"p{n:02}" for n in range(30)]
    where = [f"Afdeling{n:02}" for n, size in enumerate(sizes) for _ in range(size)]
    people = pd.DataFrame({"person": ids, "name": [f"Naam{n:02}" for n in range(30)], "department": where})
    network = Network.from_frames(people, pd.DataFrame({"source": ids, "target": [*ids[1:], ids[0]]}))
    table = pd.DataFrame({"source": ["p28", "p03"], "target": ["p00", "p29"], "gain": 0.5}, index=["1", "2"])
    why = (Fact("{person} works at {group}.", {"person": "Naam28", "group": where[28]}, scope="open"),)
    provenance = Provenance.of(network, function="suggest_connections", settings={})
    found = Result(table, {}, provenance, facts={"1": why})
    report = build_report(
        network, audience="team", language="en", suggestions=found, adopters=ids[26:], consenting=ids, by="department"
    )
    report.write_html(tmp_path / "team.html")
    assert audit_file(tmp_path / "team.html", network, audience="team", consenting=ids, by="department").safe
    page = report.html()
    assert "Naam28" in page
    assert where[28] not in page
    assert (where[0] in page) == (sizes[0] >= 5)


@pytest.mark.parametrize(
    ("silent", "told"),
    [(0, ["60", "144", "> 97%"]), (1, ["60", "144", "> 97%"]), (9, ["60", "144", "85%"]), (57, ["60"])],
)
def test_what_totals_tell_of_each_or_of_a_few_is_not_on_the_first_page(silent, told):
    """Of three who answered the pairs are those they named; that everybody answered is told of each."""
    network = make(60)
    ids = [str(person) for person in network.ids]
    status = ["not answered"] * silent + ["answered"] * (60 - silent)
    network = network.replace(participation=pd.DataFrame({"person": ids, "wave": "", "status": status}))
    story = build_report(network, audience="management", language="en").content.sections[0]
    assert [number for number, _ in story.numbers] == told
    assert bool(re.search(r"\d%", " ".join(story.cautions))) is False
    assert len(build_report(network, audience="analyst", language="en").content.sections[0].numbers) == 3


def test_where_nearly_all_pairs_know_each_other_they_are_not_counted():
    people = pd.DataFrame({"person": list("abcdefgh"), "department": ["A"] * 8})
    pairs = [(one, other) for one in "abcdefgh" for other in "abcdefgh" if one < other]
    for missing, told in ((0, 1), (4, 1), (5, 2)):
        ties = pd.DataFrame(pairs[missing:], columns=["source", "target"])
        report = build_report(Network.from_frames(people, ties), audience="management")
        assert len(report.content.sections[0].numbers) == told


def test_the_groups_of_who_is_named_are_called_what_they_are(network):
    people = network.people.rename(columns={"department": "team"}).drop(columns="inside").reset_index()
    teams = Network.from_frames(people, network.ties)
    ids = [str(person) for person in teams.ids]
    findings = Findings(
        network=teams, language="nl", title="", by="team", declared=frozenset(ids[:4]), consenting=frozenset(ids)
    )
    named = next(section for section in edition(findings, "team").sections if section.key == "collective")
    assert list(named.tables[0].frame.columns) == ["Naam", "Team"]


@pytest.mark.parametrize("audience", ["team", "management"])
def test_walls_between_other_groups_are_not_told_as_those_of_the_report(audience):
    """Teams 1 and 2 have four people each, departments 1 and 2 thirty: a wall between the teams is not one of those."""
    network = make(60)
    people = network.people.drop(columns="inside").assign(department=["1"] * 30 + ["2"] * 30)
    teams = network.replace(people=people.assign(team=["1"] * 4 + ["2"] * 4 + ["3"] * 52).reset_index())
    walls = find_walls(teams, by="team")
    with pytest.raises(InputError, match="walls is about groups by 'team'"):
        build_report(teams, audience=audience, by="department", walls=walls)
    with pytest.raises(InputError, match="walls is about groups by 'team'"):
        build_report(teams, audience=audience, walls=walls)
    assert build_report(teams, audience=audience, by="team", walls=walls)
    assert build_report(teams, audience=audience, walls=find_walls(teams))


def test_that_everybody_answered_is_not_told_of_so_few_that_nothing_else_is_above_it():
    """Of twelve, eleven are 92%: more than 97% can only be all of them."""
    network = make(12, groups=("Zorg", "ICT"))
    ids = [str(person) for person in network.ids]
    asked = network.replace(participation=pd.DataFrame({"person": ids, "wave": "", "status": "answered"}))
    report = build_report(asked, audience="management", language="en")
    assert not [label for _, label in report.content.sections[0].numbers if "answered" in label]
