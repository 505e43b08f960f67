"""The command line: one project file, clear answers, and no traceback whatever is wrong."""

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from kiemen.cli import keep_text_plainly, main, open_project, terminal_language

TIES = "source;target\n" + "\n".join(
    f"p{a};p{b}" for a in range(24) for b in range(24) if a < b and (a * b + a) % 5 == 0 and a // 12 == b // 12
)
PEOPLE = "id;naam;afdeling\n" + "\n".join(
    f"p{n};Naam Achter{n:02d};{'Zorg' if n < 12 else 'Wijken'}" for n in range(24)
)
PROJECT = """
[project]
title = "Proefstad"
language = "en"
by = "department"
share = 0.2
seed = 1

[about]
purpose = "finding each other"

[[read]]
with = "roster"
file = "people.csv"
person = "id"

[[read]]
with = "ties"
file = "ties.csv"
roster = true
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "ties.csv").write_text(TIES, encoding="utf-8")
    (tmp_path / "people.csv").write_text(PEOPLE, encoding="utf-8")
    (tmp_path / "kiemen.toml").write_text(PROJECT, encoding="utf-8")
    return tmp_path


def test_check_tells_what_was_read_and_the_facts(folder, capsys):
    assert main(["check", str(folder), "--timings"]) == 0
    out, err = capsys.readouterr()
    assert "24" in out
    assert "finding each other" in out
    assert out.endswith("kiemen report\n")
    assert "read" in err
    assert "MiB" in err


def test_score_prints_and_writes_a_workbook(folder, capsys):
    target = folder / "scores.xlsx"
    assert main(["score", str(folder / "kiemen.toml"), "--out", str(target)]) == 0
    assert "Bridges" in capsys.readouterr().out
    assert "bridges" in openpyxl.load_workbook(target).sheetnames
    assert main(["score", str(folder), "--out", str(target)]) == 2
    assert "overwrite" in capsys.readouterr().err
    assert main(["score", str(folder), "--out", str(folder / "scores.csv")]) == 2
    assert ".xlsx" in capsys.readouterr().err
    assert not (folder / "scores.csv").exists()


def test_score_tells_who_falls_within_the_share(folder, capsys):
    joined = "person;initiative\n" + "\n".join(f"p{n};i{m}" for n in range(24) for m in range(n % 5))
    (folder / "members.csv").write_text(joined, encoding="utf-8")
    steps = '\n[[read]]\nwith = "memberships"\nfile = "members.csv"\nroster = true\n'
    (folder / "kiemen.toml").write_text(PROJECT + steps, encoding="utf-8")
    assert main(["score", str(folder), "--share", "0.25"]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "25% of the colleagues are taken to be early adopters: the 6 ranked highest" in told
    assert main(["score", str(folder)]) == 0
    assert "20% of the colleagues" in " ".join(capsys.readouterr().out.split())
    (folder / "adopted.csv").write_text("person,time\np1,1\np2,2\n", encoding="utf-8")
    steps += '\n[[read]]\nwith = "adoptions"\nfile = "adopted.csv"\n'
    (folder / "kiemen.toml").write_text(PROJECT + steps, encoding="utf-8")
    assert main(["score", str(folder), "--share", "0.25"]) == 0
    told = capsys.readouterr()
    assert "25%" not in told.out
    assert "--share is not used" in told.err


def test_what_cannot_be_scored_is_said_in_words_of_the_project_file(folder, capsys):
    assert main(["suggest", str(folder)]) == 2
    told = capsys.readouterr().err
    assert "[[scales]]" in told
    assert "scales=" not in told
    assert told.count("nobody is on record") == 1


def test_report_writes_a_folder_and_says_where(folder, capsys):
    out = folder / "out"
    assert main(["report", str(folder / "ties.csv"), "--out", str(out), "--language", "nl"]) == 0
    told = capsys.readouterr()
    assert str(out / "report.html") in told.out
    assert "Weggelaten" in told.err
    page = (out / "report.html").read_text(encoding="utf-8")
    assert '<html lang="nl">' in page
    assert main(["report", str(folder / "ties.csv"), "--out", str(out)]) == 2
    assert "overwrite" in capsys.readouterr().err
    assert (out / "report.html").read_text(encoding="utf-8") == page


def test_report_for_management_names_nobody(folder):
    out = folder / "m"
    assert main(["report", str(folder), "--out", str(out), "--audience", "management"]) == 0
    assert b"Achter" not in b"".join(path.read_bytes() for path in out.iterdir())


@pytest.mark.parametrize("wrong", ["", "\n[[read]]\nwith = 'roster'\n", "\nby = 1\n", "\n[["])
def test_what_is_wrong_is_said_in_the_language_of_the_project(folder, capsys, wrong):
    toml = folder / "kiemen.toml"
    toml.write_text(f"[project]\nlanguage = 'nl'\n{wrong}", encoding="utf-8")
    (folder / "out").mkdir()
    (folder / "out" / "mine.txt").write_text("mine", encoding="utf-8")
    assert main(["report", str(folder), "--out", str(folder / "out"), "--overwrite"]) == 2
    said = capsys.readouterr().err
    assert ("staan bestanden die niet van kiemen zijn" in said) is not wrong.endswith("[[")
    assert main(["report", str(folder), "--out", str(folder / "out"), "--language", "en"]) == 2
    assert "holds files that were not written here" in capsys.readouterr().err


@pytest.mark.parametrize(("heading", "told"), [("rol", True), ("mag genoemd worden", False)])
def test_who_writes_for_the_team_is_told_how_names_come_in_it(folder, capsys, heading, told):
    rows = PEOPLE.splitlines()
    people = [f"{rows[0]};{heading}", *(f"{row};ja" for row in rows[1:])]
    (folder / "people.csv").write_text("\n".join(people), encoding="utf-8")
    assert main(["report", str(folder), "--out", str(folder / "out"), "--audience", "team"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert ('note yes or no for each in a column "may be named" of the personnel list' in said) == told


def test_who_makes_pages_is_told_whose_the_list_is(folder, capsys):
    joined = "person;initiative\n" + "\n".join(f"p{n};i{m}" for n in range(24) for m in range(n % 5))
    (folder / "members.csv").write_text(joined, encoding="utf-8")
    steps = '\n[[read]]\nwith = "memberships"\nfile = "members.csv"\nroster = true\n'
    (folder / "kiemen.toml").write_text(PROJECT + steps, encoding="utf-8")
    assert main(["report", str(folder), "--out", str(folder / "pages"), "--audience", "participant"]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "mailmerge.csv in it is yours" in told
    assert "Nobody was asked whether they may be named to colleagues: the pages name whoever took part." in told
    pages = len(list((folder / "pages").glob("*.html")))
    assert f" {pages} pages, one for everybody with a suggestion. " in told
    assert (folder / "pages" / "mailmerge.csv").exists()
    audit = ["audit", "--project", str(folder), "--audience", "participant", "--language", "en"]
    assert main([*audit, str(folder / "pages")]) == 0
    assert "your own list to send the pages by" in capsys.readouterr().out
    # Who asks about the list itself, or has put something else in it, hears what it holds.
    assert main([*audit, str(folder / "pages" / "mailmerge.csv")]) == 1
    with (folder / "pages" / "mailmerge.csv").open("a", encoding="utf-8") as written:
        written.write("Naam Achter03\n")
    assert main([*audit, str(folder / "pages")]) == 1


def test_who_makes_pages_hears_how_many_have_one(folder, capsys):
    joined = "person;initiative\n" + "\n".join(f"p{n};i{m}" for n in range(24) for m in range(n % 5))
    (folder / "members.csv").write_text(joined, encoding="utf-8")
    steps = '\n[[read]]\nwith = "memberships"\nfile = "members.csv"\nroster = true\n'
    (folder / "kiemen.toml").write_text(PROJECT.replace("seed = 1", 'consenting = "may"') + steps, encoding="utf-8")
    rows = PEOPLE.splitlines()
    people = [f"{rows[0]};may", *(f"{row};{'yes' if n % 2 else 'no'}" for n, row in enumerate(rows[1:]))]
    (folder / "people.csv").write_text("\n".join(people), encoding="utf-8")
    assert main(["report", str(folder), "--out", str(folder / "pages"), "--audience", "participant"]) == 0
    told = " ".join(capsys.readouterr().out.split())
    pages = len(list((folder / "pages").glob("*.html")))
    said = re.search(rf" {pages} pages, of (\d+) people with a suggestion\. Who did not take part", told)
    assert said is not None
    assert int(said[1]) > pages > 0
    assert "Nobody was asked" not in told


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["check", "nowhere.toml"], "no file or folder"),
        (["check", "{folder}/empty.csv"], "empty|no rows|nothing"),
        (["check", "{folder}/broken.toml"], "not a TOML file"),
        (["check", "{folder}/typo.toml"], "Did you mean 'title'"),
        (["check", "{folder}/column.toml"], "nummer"),
        (["check", "{folder}/gone.toml"], "no file"),
        (["check", "{folder}/kind.toml"], "'with' must be one of"),
        (["report", "{folder}/ties.csv", "--out", "{folder}/none/out"], "does not exist"),
    ],
)
def test_what_is_wrong_is_said_in_one_line_without_a_traceback(folder, capsys, arguments, words):
    (folder / "empty.csv").write_text("", encoding="utf-8")
    (folder / "broken.toml").write_text("[project\n", encoding="utf-8")
    (folder / "typo.toml").write_text('[project]\ntitel = "x"\n', encoding="utf-8")
    (folder / "column.toml").write_text(PROJECT.replace('"id"', '"nummer"'), encoding="utf-8")
    (folder / "gone.toml").write_text(PROJECT.replace("ties.csv", "gone.csv"), encoding="utf-8")
    (folder / "kind.toml").write_text(PROJECT.replace('"ties"', '"tie"'), encoding="utf-8")
    assert main([word.format(folder=folder) for word in arguments]) == 2
    told = capsys.readouterr()
    assert told.err.startswith(f"kiemen {arguments[0]}: ")
    assert re.search(words, told.err, re.IGNORECASE)
    assert "Traceback" not in told.err
    assert not told.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["check", "nergens"], "er is geen bestand of map nergens."),
        (["check", "{folder}/typo.toml"], "er bestaat geen 'titel'. Bedoelde je 'title'?"),
        (["check", "{folder}/relation.toml"], "er zijn geen verbindingen die 'tei' heten. Bedoelde je 'tie'?"),
        (["check", "{folder}/gone.toml"], "[[read]] nummer 2: er is geen bestand "),
        (["report", "{folder}", "--out", "{folder}/none/out"], "none bestaat niet."),
        (["score", "{folder}", "--out", "{folder}/a.csv"], "die eindigt op .xlsx"),
        (["check", "{folder}/empty"], "er is geen projectbestand"),
    ],
)
def test_what_goes_wrong_first_is_said_in_dutch(folder, capsys, arguments, said):
    (folder / "typo.toml").write_text('[project]\ntitel = "x"\n', encoding="utf-8")
    (folder / "relation.toml").write_text(PROJECT.replace("seed = 1", 'relation = "tei"'), encoding="utf-8")
    (folder / "gone.toml").write_text(PROJECT.replace("ties.csv", "gone.csv"), encoding="utf-8")
    (folder / "empty").mkdir()
    assert main([*(word.format(folder=folder) for word in arguments), "--language", "nl"]) == 2
    assert said in capsys.readouterr().err


def test_one_person_gets_a_clear_answer(folder, capsys):
    (folder / "one.toml").write_text(PROJECT.split('[[read]]\nwith = "ties"', maxsplit=1)[0], encoding="utf-8")
    (folder / "people.csv").write_text("id;naam;afdeling\np1;An de Vries;Zorg\n", encoding="utf-8")
    assert main(["report", str(folder / "one.toml"), "--out", str(folder / "out")]) == 0
    assert "Left out: " in capsys.readouterr().err
    assert main(["suggest", str(folder / "one.toml")]) == 2


def test_the_same_command_twice_gives_the_same_bytes(folder):
    for name in ("a", "b"):
        assert main(["report", str(folder / "ties.csv"), "--out", str(folder / name)]) == 0
    for path in (folder / "a").iterdir():
        assert path.read_bytes() == (folder / "b" / path.name).read_bytes(), path.name


def test_help_teaches(capsys):
    with pytest.raises(SystemExit) as left:
        main(["--help"])
    assert left.value.code == 0
    out = capsys.readouterr().out
    for word in ("[[read]]", "kiemen.toml", "check", "score", "suggest", "forecast", "report", "Examples"):
        assert word in out


def test_a_single_file_is_a_project(folder):
    assert open_project(str(folder / "ties.csv")).steps[0]["with"] == "ties"
    assert open_project(str(folder)).title == "Proefstad"


def test_it_runs_as_a_module():
    done = subprocess.run([sys.executable, "-m", "kiemen", "--help"], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert "kiemen check --draft" in done.stdout
    assert json.dumps(done.stderr) == '""'


def test_check_of_one_file_says_what_it_is_and_writes_the_names_to_decide(folder, capsys):
    (folder / "staff.csv").write_text("id;naam\n1;Jan Bakker\n2;Joke Bakker\n3;Eva Smit\n", encoding="utf-8")
    (folder / "survey.csv").write_text("respondent;contact1\nEva Smit;J. Bakker\n", encoding="utf-8")
    review = folder / "names.csv"
    words = ["check", str(folder / "survey.csv"), "--roster", str(folder / "staff.csv"), "--language", "nl"]
    assert main([*words, "--review", str(review)]) == 0
    told = capsys.readouterr().out
    assert "vragenlijst" in told
    assert "Zeg in de kolom decision van names.csv wie bedoeld is" in told
    assert told.endswith("2. Daarna: kiemen check\n")
    assert "J. Bakker" in review.read_text(encoding="utf-8-sig")
    (folder / "kiemen.toml").unlink()
    assert main([*words, "--review", str(review), "--overwrite"]) == 0
    assert capsys.readouterr().out.endswith("kiemen check --draft\n")


def test_who_asks_for_names_to_decide_hears_that_there_are_none(folder, capsys):
    (folder / "staff.csv").write_text("id;naam\n1;Jan Bakker\n2;Joke Bakker\n3;Eva Smit\n", encoding="utf-8")
    (folder / "survey.csv").write_text("respondent;contact1\nEva Smit;Jan Bakker\n", encoding="utf-8")
    review, survey = folder / "names.csv", str(folder / "survey.csv")
    assert main(["check", survey, "--roster", str(folder / "staff.csv"), "--review", str(review)]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "No name in this file needs a decision" in said
    assert "decision of names.csv" not in said
    assert "--roster gives" not in said
    assert main(["check", str(folder / "staff.csv"), "--review", str(review)]) == 0
    assert "--roster gives" in " ".join(capsys.readouterr().out.split())
    assert not review.exists()
    assert main(["check", str(folder), "--review", str(review), "--language", "nl"]) == 2
    assert "--review is voor één bestand: kiemen check BESTAND --review" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("kind", "table"),
    [
        ("memberships", "naam;initiatief;rol\nJ. Bakker;Groen;lid\nEva Smit;Groen;lid\nEva Smit;Lean;lid\n"),
        ("ties", "van;naar\nJ. Bakker;Eva Smit\n"),
        ("meetings", "vergadering;deelnemer;datum\n1;J. Bakker;2025-01-02\n1;Eva Smit;2025-01-02\n"),
        ("mail", "van;aan;onderwerp\nJ. Bakker;Eva Smit;Taart\n"),
    ],
)
def test_the_command_that_check_gives_lists_the_names_to_decide_of_any_file(folder, capsys, monkeypatch, kind, table):
    monkeypatch.chdir(folder)
    people = "id;naam;afdeling\n1;Jan Bakker;A\n2;Joke Bakker;A\n3;Eva Smit;A\n"
    (folder / "people.csv").write_text(people, encoding="utf-8")
    (folder / "de lijst.csv").write_text(table, encoding="utf-8")
    step = f'[[read]]\nwith = "{kind}"\nfile = "de lijst.csv"\nroster = true\n'
    text = PROJECT.split('[[read]]\nwith = "ties"', maxsplit=1)[0] + step
    (folder / "kiemen.toml").write_text(text, encoding="utf-8")
    assert main(["check"]) == 0
    command = capsys.readouterr().out.split("(kiemen ")[1].split(")")[0]
    assert "\n" not in command
    assert main([*shlex.split(command), "--language", "en"]) == 0
    said = capsys.readouterr().out
    assert "No name in this file" not in said
    assert "1 name is not certain" in said
    listed = (folder / "names.csv").read_text(encoding="utf-8-sig").replace('"J. Bakker",""', '"J. Bakker","2"')
    assert '"2"' in listed
    (folder / "names.csv").write_text(listed, encoding="utf-8")
    (folder / "kiemen.toml").write_text(text + 'decisions = "names.csv"\n', encoding="utf-8")
    assert main(["check"]) == 0
    assert "not certain" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("line", "instead", "told"),
    [
        ("share = 0.2", 'share = "10%"', 'kiemen.toml, [project]: share = "10%" kan niet; schrijf een getal.'),
        ("share = 0.2", "share = 10", "share moet boven 0 liggen en hoogstens 1 zijn, niet 10."),
        ("seed = 1", "seed = -1", "seed moet minstens 0 zijn, niet -1."),
        ("seed = 1", 'consenting = "mag"', "mensen hebben geen kolom 'mag'."),
        ("seed = 1", 'by = "afdelingen"', "mensen hebben geen kolom 'afdelingen'."),
        ("seed = 1", "minimum_group = 3", "minimum_group moet minstens 5 zijn, niet 3."),
        ("seed = 1", 'minimum_group = "vijf"', '[project]: minimum_group = "vijf" kan niet; schrijf een heel getal.'),
        ("purpose =", "purposes =", "about kent geen 'purposes'. Bedoelde je 'purpose'?"),
        ("[about]", "[settings.suggestions]", "suggest_connections kent geen 'purpose'."),
        ("[about]", "[settings]\nwalls = 3\n[about]", "dit moet een tabel zijn, met haken."),
        ("[about]", "[[about]]", "dit moet een tabel zijn, met haken."),
    ],
)
def test_what_no_report_can_be_made_with_is_told_by_check_too(folder, capsys, line, instead, told):
    base = PROJECT.replace('by = "department"\n', "") if "by =" in instead else PROJECT
    (folder / "kiemen.toml").write_text(base.replace(line, instead), encoding="utf-8")
    for command in (["check", str(folder)], ["report", str(folder), "--out", str(folder / "out")]):
        assert main([*command, "--language", "nl"]) == 2
        said = capsys.readouterr()
        assert told in said.err
        assert not said.out
    assert not (folder / "out").exists()


def test_the_folder_to_draft_in_is_quoted_where_a_shell_would_take_it_apart(folder, capsys):
    (folder / "mijn map").mkdir()
    assert main(["check", str(folder / "mijn map")]) == 2
    assert f'kiemen check "{folder / "mijn map"}" --draft' in capsys.readouterr().err


def test_one_file_is_checked_in_the_language_of_the_project_beside_it(folder, capsys):
    project = PROJECT.replace('language = "en"', 'language = "nl"')
    (folder / "kiemen.toml").write_text(project, encoding="utf-8")
    assert main(["check", str(folder / "people.csv")]) == 0
    assert "Wat je nu kunt doen" in capsys.readouterr().out


def test_a_draft_speaks_as_the_questions_do(tmp_path, capsys):
    asked = "Wat is je naam?;Met wie werk je samen?\nAn Bos;Bo Kok\nBo Kok;An Bos\n"
    (tmp_path / "vragen.csv").write_text(asked, encoding="utf-8")
    assert main(["check", "--draft", str(tmp_path)]) == 0
    assert capsys.readouterr().out.startswith("Geschreven: ")
    assert main(["check", "--draft", str(tmp_path), "--language", "en", "--overwrite"]) == 0
    assert capsys.readouterr().out.startswith("Written: ")


def test_this_folder_is_the_project_where_none_is_named(folder, capsys, monkeypatch):
    monkeypatch.chdir(folder)
    assert main(["check"]) == 0
    assert "24" in capsys.readouterr().out


def test_a_draft_is_written_once_and_runs(folder, capsys, monkeypatch):
    monkeypatch.chdir(folder)
    (folder / "kiemen.toml").unlink()
    assert main(["check"]) == 2
    assert "--draft" in capsys.readouterr().err
    assert main(["check", "--draft", "--language", "nl"]) == 0
    assert "kiemen.toml" in capsys.readouterr().out
    assert main(["check"]) == 0
    assert "24 collega" in capsys.readouterr().out
    assert main(["check", "--draft"]) == 2
    assert "--overwrite" in capsys.readouterr().err


def test_as_many_suggestions_as_asked_for_with_names_and_reasons(folder, capsys):
    extra = '[[read]]\nwith = "adoptions"\nfile = "adopted.csv"\nroster = true\n'
    (folder / "kiemen.toml").write_text(PROJECT + extra, encoding="utf-8")
    (folder / "adopted.csv").write_text("person;time\np1;1\np14;2\n", encoding="utf-8")
    assert main(["suggest", str(folder), "--top", "2", "--out", str(folder / "plan.xlsx")]) == 0
    out = capsys.readouterr().out
    assert "Naam Achter" in out
    assert "1. " in out
    rows = openpyxl.load_workbook(folder / "plan.xlsx")["suggestions"].max_row
    assert rows == 3


def test_a_second_measurement_is_the_same_command(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    roster = "id;naam;afdeling\n" + "\n".join(
        f"{n};Naam Achter{n:02d};{'Zorg' if n % 2 else 'Ruimte'}" for n in range(30)
    )
    (tmp_path / "personeel.csv").write_text(roster, encoding="utf-8")
    for wave, step in (("2026", 1), ("2027", 3)):
        rows = [f"Naam Achter{n:02d};Naam Achter{(n + step) % 30:02d};{n % 5 + 1};{(n + 1) % 5 + 1}" for n in range(30)]
        (tmp_path / f"enquete_{wave}.csv").write_text(
            "respondent;contact1;vern[1];vern[2]\n" + "\n".join(rows) + "\n", encoding="utf-8"
        )
        (tmp_path / "kiemen.toml").unlink(missing_ok=True)
        assert main(["check", "--draft", "--language", "nl"]) == 0
        assert main(["check"]) == 0
        assert main(["report", "--out", "uit", "--overwrite"]) == 0
        told = capsys.readouterr()
        assert "Traceback" not in told.err
    assert "2027" in told.out
    assert (tmp_path / "uit" / "report.html").stat().st_size > 10_000


def test_audit_tells_whether_a_file_may_be_sent(folder, capsys):
    page, project = folder / "brief.txt", str(folder)
    page.write_text("Vraag het Naam Achter03 maar.", encoding="utf-8")
    assert main(["audit", str(page), "--project", project, "--audience", "management", "--language", "nl"]) == 1
    out = capsys.readouterr().out
    assert "naam achter03" in out
    assert "naam: 1" in out
    assert main(["audit", str(page), "--project", project, "--audience", "analyst"]) == 0
    assert main(["report", project, "--audience", "management", "--out", str(folder / "mt")]) == 0
    capsys.readouterr()
    assert main(["audit", str(folder / "mt"), "--project", project, "--audience", "management"]) == 0
    assert "Nothing was found" in capsys.readouterr().out
    assert main(["audit", str(folder / "nowhere"), "--project", project, "--audience", "team"]) == 2
    assert "nowhere" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["audit", str(page), "--project", project])


def test_what_is_wrong_in_a_project_file_is_said_of_the_file(folder, capsys, monkeypatch):
    (folder / "kiemen.toml").write_text('[[read]]\nwith = "ties"\n', encoding="utf-8")
    monkeypatch.chdir(folder)
    assert main(["check"]) == 2
    assert "kiemen.toml: [[read]] step 1" in capsys.readouterr().err


def test_what_speaks_for_a_name_is_in_the_language_asked_for(folder, capsys):
    people = folder / "people.csv"
    people.write_text(people.read_text(encoding="utf-8").replace("Naam", "Jansje"), encoding="utf-8")
    rows = "\n".join(f"Jansje Achter{n:02d};Jansje" for n in range(9))
    (folder / "survey.csv").write_text(f"respondent;contact1\n{rows}\n", encoding="utf-8")
    review = folder / "namen.csv"
    arguments = ["check", str(folder / "survey.csv"), "--roster", str(people), "--review", str(review)]
    assert main([*arguments, "--language", "nl"]) == 0
    said = review.read_text(encoding="utf-8-sig")
    assert "Jansje" in said
    assert "names of" not in said
    assert "the " not in said


def test_a_name_in_a_file_cannot_steer_the_terminal(folder, capsys):
    people = folder / "people.csv"
    nasty = "Naam\x1b[2J\x1b]0;owned\x07 Achter03"
    people.write_text(people.read_text(encoding="utf-8").replace("Naam Achter03", nasty), encoding="utf-8")
    (folder / "brief.txt").write_text(f"{nasty} en p3", encoding="utf-8")
    main(["score", str(folder)])
    main(["audit", str(folder / "brief.txt"), "--project", str(folder), "--audience", "management"])
    main(["check", str(folder / "people\x1b[2J.csv")])
    told = capsys.readouterr()
    assert "\x1b" not in told.out + told.err
    assert "\x07" not in told.out + told.err


def test_a_second_report_with_one_person_less_gives_nobody_away(folder):
    """The same command twice, with somebody gone in between: what was shown before is remembered beside the project."""
    project = folder / "kiemen.toml"
    project.write_text(PROJECT.replace("seed = 1", 'seed = 1\nreleased = "shown.json"'), encoding="utf-8")

    def shown(name: str) -> list[str]:
        assert main(["report", str(folder), "--out", str(folder / name), "--audience", "management"]) == 0
        book = openpyxl.load_workbook(folder / name / "report.xlsx")
        return [row[0].value for row in book["Groups"].iter_rows(min_row=2)] if "Groups" in book.sheetnames else []

    first = shown("spring")
    assert {"Zorg", "Wijken"} <= set(first)
    assert shown("again") == first
    people = (folder / "people.csv").read_text(encoding="utf-8").splitlines()
    (folder / "people.csv").write_text("\n".join(people[:5] + people[6:]), encoding="utf-8")
    ties = (folder / "ties.csv").read_text(encoding="utf-8").splitlines()
    gone = people[5].split(";")[0]
    (folder / "ties.csv").write_text("\n".join(t for t in ties if gone not in t.split(";")), encoding="utf-8")
    assert "Zorg" not in shown("autumn")
    kept = json.loads((folder / "shown.json").read_text(encoding="utf-8"))["waves"]
    assert {wave: sorted(map(len, told["shown"])) for wave, told in kept.items()} == {"": [12, 12, 23, 24]}


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "nl_NL.UTF-8"}, "nl"),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "nl_BE"}, "nl"),
        ({"LANG": "nl_NL.UTF-8", "LC_MESSAGES": "en_US"}, "en"),
        ({"LANG": "nl_NL.UTF-8", "KIEMEN_LANGUAGE": "en"}, None),
        ({"LANG": "C.UTF-8"}, None),
        ({"LANG": "nds_DE"}, None),
        ({}, None),
    ],
)
def test_the_language_of_the_terminal_is_taken_where_nobody_said_which(monkeypatch, environment, language):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "KIEMEN_LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert terminal_language() == language


def test_a_command_with_a_process_of_its_own_speaks_the_language_of_its_terminal(folder):
    environment = {**os.environ, "LC_ALL": "nl_NL.UTF-8", "PYTHONUTF8": "1"}
    environment.pop("KIEMEN_LANGUAGE", None)
    (folder / "kiemen.toml").unlink()
    command = [sys.executable, "-m", "kiemen", "check", str(folder / "ties.csv")]
    found = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, encoding="utf-8")
    assert "rijen gelezen" in found.stdout
    assert found.stderr == ""


@pytest.mark.parametrize(("most", "storage"), [(10**9, "python"), (0, "auto")])
def test_little_text_is_kept_as_python_keeps_it(folder, monkeypatch, most, storage):
    monkeypatch.setattr("kiemen.cli.LITTLE_TEXT", most)
    with pd.option_context("mode.string_storage", "auto"):
        keep_text_plainly(open_project(str(folder)))
        assert pd.get_option("mode.string_storage") == storage


def test_a_list_of_who_is_in_which_project_is_enough_for_suggestions(tmp_path, capsys):
    rows = [f"p{n:02d};project {n % 6}" for n in range(22)] + [
        f"p{n:02d};project {(n + 2) % 6}" for n in range(0, 22, 2)
    ]
    (tmp_path / "leden.csv").write_text("\n".join(["persoon;initiatief", *rows]), encoding="utf-8")
    project = '[project]\nlanguage = "nl"\nshare = 0.2\n[[read]]\nwith = "memberships"\nfile = "leden.csv"\n'
    (tmp_path / "kiemen.toml").write_text(project, encoding="utf-8")
    assert main(["check", str(tmp_path)]) == 0
    assert "shared initiative" in capsys.readouterr().out
    assert main(["report", str(tmp_path), "--out", str(tmp_path / "out")]) == 0
    assert "no column" not in capsys.readouterr().err
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "Niemand is gevraagd met wie hij of zij werkt" in page
    assert "wie samen aan een initiatief meedoet is verbonden" in page
    assert 'id="suggestions"' in page


def test_a_share_outside_what_help_says_is_refused(tmp_path, capsys):
    (tmp_path / "leden.csv").write_text("persoon;initiatief\na;x\nb;x\nc;y\n", encoding="utf-8")
    project = '[project]\n[[read]]\nwith = "memberships"\nfile = "leden.csv"\n'
    (tmp_path / "kiemen.toml").write_text(project, encoding="utf-8")
    assert main(["score", str(tmp_path), "--share", "2"]) != 0
    assert "--share" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("line", "options", "told"),
    [
        ("share = 0.2", ["--share", "3"], "--share moet boven 0 liggen en hoogstens 1 zijn, niet 3.0."),
        ("share = 3", [], "share moet boven 0 liggen en hoogstens 1 zijn, niet 3."),
        ('share = 0.2\nseed = "x"', [], '[project]: seed = "x" kan niet; schrijf een heel getal.'),
        ("share = 0,2", [], "is geen TOML-bestand: schrijf 0.2 met een punt, niet 0,2."),
        ("share = 0.2", ["--top", "-1"], "--top moet minstens 1 zijn, niet -1."),
    ],
)
def test_numbers_that_make_no_sense_are_refused_in_the_language(folder, capsys, line, options, told):
    project = PROJECT.replace("share = 0.2", line).replace("\nseed = 1", "" if "seed" in line else "\nseed = 1")
    (folder / "kiemen.toml").write_text(project, encoding="utf-8")
    assert main(["score", str(folder), "--language", "nl", *options]) == 2
    assert told in capsys.readouterr().err
