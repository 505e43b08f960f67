"""A project file drafted from a folder can be read as it is, and holds nothing about people."""

import tomllib

import pandas as pd
import pytest

from kiemen.errors import InputError
from kiemen.read.draft import draft_project
from kiemen.read.project import read_project

SURVEY = (
    "Antwoord ID;Datum ingediend;Begintaal;Wat is je naam?;Met wie werk je samen? [1];vern[SQ001];vern[SQ002]\n"
    "1;2026-03-12 10:00:00;nl;An de Vries;Bo Bakker;4;5\n2;2026-03-12 11:00:00;nl;Bo Bakker;An de Vries;2;1\n"
)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "personeel.csv").write_text(
        "Personeelsnummer;Naam;Afdeling\n1;An de Vries;Zorg\n2;Bo Bakker;Ruimte\n", encoding="utf-8"
    )
    for name in ("voorjaar", "najaar"):
        (tmp_path / f"enquete_{name}.csv").write_text(SURVEY, encoding="utf-8")
    (tmp_path / "leeg.csv").write_text("", encoding="utf-8")
    (tmp_path / "foto.png").write_bytes(b"x")
    return tmp_path


def test_it_is_read_as_it_stands(folder):
    drafted = draft_project(folder, language="nl")
    (folder / "kiemen.toml").write_text(drafted, encoding="utf-8")
    project = read_project(folder)
    assert project.language == "nl"
    assert [step["with"] for step in project.steps] == ["roster", "survey", "survey"]
    assert [step.get("wave") for step in project.steps] == [None, "najaar", "voorjaar"]
    network = project.network()
    assert network.n_people == 2
    assert network.n_ties == 4


def test_it_names_files_and_statements_and_nobody(folder):
    drafted = draft_project(folder)
    assert 'items = "vern"' in drafted
    assert "leeg.csv" in drafted
    assert "Vries" not in drafted
    assert "foto" not in drafted


def test_scales_are_for_the_analyst_to_name(folder):
    drafted = draft_project(folder)
    assert "scales" not in tomllib.loads(drafted)
    named = drafted.split("# [[scales]]")[1].replace("\n# ", "\n").replace('name = ""', 'name = "innovativeness"')
    (folder / "kiemen.toml").write_text(
        drafted.split("# [[scales]]")[0] + "[[scales]]" + named.split("\n\n")[0] + "\n", encoding="utf-8"
    )
    assert set(read_project(folder).network().items["scale"]) >= {"innovativeness"}


def test_plain_statements_with_one_kind_of_answer_are_proposed(tmp_path):
    pd.DataFrame(
        {
            "Tijdstempel": ["2026-03-12 10:00:00", "2026-03-12 11:00:00"],
            "Wat is je naam?": ["An de Vries", "Bo Bakker"],
            "Ik durf": ["Mee eens", "Oneens"],
            "Ik deel": ["Oneens", "Neutraal"],
            'Ik leer "hard"': ["Helemaal mee eens", "Mee eens"],
        }
    ).to_csv(tmp_path / "enquete.csv", index=False)
    drafted = draft_project(tmp_path)
    lines = drafted.split("# [[scales]]\n")[1].splitlines()
    named = tomllib.loads("\n".join(line.removeprefix("# ") for line in lines))
    assert named == {"name": "", "items": ["Ik durf", "Ik deel", 'Ik leer "hard"'], "low": 1, "high": 5}


def test_remarks_are_in_the_language_of_the_project(folder):
    drafted = draft_project(folder, language="nl")
    assert "bekijk elke regel" in drafted
    assert "look at every line" not in drafted
    assert "het bestand is leeg" in drafted
    assert "look at every line" in draft_project(folder, language="en")


@pytest.mark.parametrize(
    ("questions", "language"),
    [
        (["Wat is je naam?", "Met wie werk je samen?", "Ik durf"], "nl"),
        (["What is your name?", "Whom do you work with?", "I dare"], "en"),
        (["Naam", "q1", "q2"], "nl"),
    ],
)
def test_the_project_speaks_as_the_questions_do_where_nobody_said_how(tmp_path, monkeypatch, questions, language):
    monkeypatch.setenv("KIEMEN_LANGUAGE", "nl")
    answers = [["An de Vries", "Bo Bakker"], ["Bo Bakker", "An de Vries"], ["Mee eens", "Oneens"]]
    pd.DataFrame(dict(zip(questions, answers, strict=True))).to_csv(tmp_path / "enquete.csv", index=False)
    assert tomllib.loads(draft_project(tmp_path, language=None))["project"]["language"] == language
    assert tomllib.loads(draft_project(tmp_path, language="en"))["project"]["language"] == "en"


def test_hostile_names_of_files_stay_texts(tmp_path):
    (tmp_path / "a\" #[x]'.csv").write_text("source;target\nAn;Bo\n", encoding="utf-8")
    assert tomllib.loads(draft_project(tmp_path))["read"][0]["file"] == "a\" #[x]'.csv"


def test_an_empty_folder_is_refused(tmp_path):
    with pytest.raises(InputError, match="nor a table"):
        draft_project(tmp_path)
    pd.DataFrame({"source": ["An"], "target": ["Bo"]}).to_csv(tmp_path / "ties.csv", index=False)
    assert 'with = "ties"' in draft_project(tmp_path)


def test_the_questions_of_forms_get_short_names_to_choose(tmp_path):
    from tests.read.test_questions import MAY, NEW, WITH, forms

    forms().to_excel(tmp_path / "Enquête(1-3).xlsx", index=False)
    drafted = draft_project(tmp_path, language="nl")
    taken = [
        line.removeprefix("# ") for line in drafted.splitlines() if line.startswith(("# nominations", "# attributes"))
    ]
    named = tomllib.loads("\n".join(taken))
    assert named == {
        "nominations": {"werkt samen": WITH, "durft": NEW},
        "attributes": {MAY: "mag genoemd worden"},
    }
    used = drafted
    for key in ("nominations", "attributes", "relation", "consenting"):
        used = used.replace(f"# {key} = ", f"{key} = ")
    (tmp_path / "kiemen.toml").write_text(used, encoding="utf-8")
    project = read_project(tmp_path)
    assert (project.relation, project.consenting) == ("werkt samen", "mag genoemd worden")
    network = project.network()
    assert sorted(network.relations.index) == ["durft", "werkt samen"]
    assert network.people["mag genoemd worden"].tolist() == ["Ja", "Nee", "Ja"]


def test_a_question_about_advice_is_not_taken_for_who_goes_first(tmp_path):
    from tests.read.test_questions import NEW, WITH, forms

    advice = "Bij wie gaat u te rade als u iets nieuws wilt proberen?"
    forms().rename(columns={NEW: advice}).to_excel(tmp_path / "Enquête(1-3).xlsx", index=False)
    drafted = draft_project(tmp_path, language="nl")
    asked = next(line for line in drafted.splitlines() if line.startswith("# nominations"))
    assert tomllib.loads(asked.removeprefix("# "))["nominations"] == {"werkt samen": WITH, "vraagt raad": advice}
    forms().drop(columns=WITH).rename(columns={NEW: advice}).to_excel(tmp_path / "Enquête(1-3).xlsx", index=False)
    assert '# relation = "vraagt raad"' in draft_project(tmp_path, language="nl")


def test_decisions_on_names_are_no_source_and_groups_shown_are_kept(tmp_path):
    (tmp_path / "namen.csv").write_text("written;decision\nA. Bakker;004558\n", encoding="utf-8-sig")
    (tmp_path / "contacten.csv").write_text("source;target\nAn;Bo\nBo;Cas\n", encoding="utf-8")
    said = draft_project(tmp_path)
    assert 'file = "namen.csv"' not in said
    assert 'decisions = "namen.csv"' in said
    assert tomllib.loads(said)["project"]["released"] == "released.json"


def test_contacts_outside_are_no_members_of_their_organisation(folder):
    contacts = (
        "Contactnummer;Naam;Rol;Organisatie\nK1;Cor Jansen;bestuurder;College\nK2;Dina Vos;raadslid;Gemeenteraad\n"
    )
    (folder / "contacten.csv").write_text(contacts, encoding="utf-8")
    (folder / "kiemen.toml").write_text(draft_project(folder, language="nl"), encoding="utf-8")
    project = read_project(folder)
    assert [step["with"] for step in project.steps] == ["roster", "survey", "survey"]
    network = project.network()
    assert (network.n_people, network.n_contacts, len(network.initiatives)) == (2, 2, 0)


def test_colleagues_in_networks_stay_members(folder):
    members = "Naam;Organisatie\nAn de Vries;Leerkring\nBo Bakker;Buurtlab\n"
    (folder / "kringen.csv").write_text(members, encoding="utf-8")
    (folder / "kiemen.toml").write_text(draft_project(folder), encoding="utf-8")
    assert [step["with"] for step in read_project(folder).steps] == ["roster", "memberships", "survey", "survey"]
