"""What may stand behind a key of a project file, and what is said of what may not."""

import inspect
import tomllib

import pytest

import kiemen
from kiemen.read.project import PROJECT_KEYS, READERS, Project
from kiemen.read.projectkeys import check_kinds, kinds_of
from kiemen.read.refusals import in_language
from kiemen.read.scales import Scale
from kiemen.report.analysis import ROAD, check_settings

VALUES = {
    "int": "3",
    "float": "2.5",
    "nan": "nan",
    "bool": "true",
    "list": "[1, 2]",
    "none": "[]",
    "table": "{a = 1}",
    "date": "2024-01-01",
    "time": "12:00:00",
    "blank": '""',
}
PEOPLE = "id,naam,vraag\n1,An Vos,1\n2,Bo Wit,5\n"
SURVEY = '[[read]]\nwith = "survey"\nfile = "p.csv"\nrespondent = "id"\nroster = true\n'
READ = '[[read]]\nwith = "roster"\nfile = "p.csv"\n'


@pytest.fixture
def project(tmp_path):
    (tmp_path / "p.csv").write_text(PEOPLE, encoding="utf-8")

    def read(words):
        (tmp_path / "kiemen.toml").write_text(words, encoding="utf-8")
        made = kiemen.read_project(tmp_path)
        check_settings(made.settings)
        return made.network()

    return read


def refused(read, words):
    """Read a project; only what kiemen refuses itself may be wrong with it."""
    try:
        read(words)
    except kiemen.KiemenError as error:
        return str(error)
    return ""


@pytest.mark.filterwarnings("ignore::kiemen.DoubtfulInputWarning")
@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_no_key_of_a_project_file_stumbles_over_a_value(project, value):
    for key in PROJECT_KEYS:
        refused(project, f"[project]\n{key} = {value}\n{READ}")
    for table in ("project", "about", "scales", "settings", "read"):
        refused(project, f"{table} = {value}\n")
    for key in Scale.__annotations__:
        stated = {"name": '"x"', "items": '["vraag"]', key: value}
        refused(project, f"{READ}{SURVEY}[[scales]]\n" + "".join(f"{one} = {said}\n" for one, said in stated.items()))
    for part in ROAD:
        refused(project, f"[settings]\n{part} = {value}\n{READ}")
    for kind in READERS:
        refused(project, f'{READ}[[read]]\nwith = "{kind}"\nfile = {value}\n')
    refused(project, f'{READ}[[read]]\nwith = {value}\nfile = "p.csv"\n')


@pytest.mark.parametrize("value", ["3", "2.5", "true", "[1, 2]", "{a = 1}", "2024-01-01"])
@pytest.mark.parametrize("key", ["title", "language", "by", "consenting", "released", "relation"])
def test_what_must_be_text_is_refused_by_key_with_what_is_expected(project, key, value):
    said = refused(project, f"[project]\n{key} = {value}\n{READ}")
    assert f"kiemen.toml, [project]: {key} = " in said
    assert "will not do; write text in quotes" in said


def test_every_argument_of_every_reader_and_part_has_words_or_cannot_be_stated():
    functions = [getattr(kiemen, f"read_{kind}") for kind in READERS]
    functions += [getattr(kiemen, name) for _, name in ROAD.values()]
    for function in functions:
        for one in list(inspect.signature(function).parameters.values())[1:]:
            if one.kind is one.VAR_KEYWORD or "object" in one.annotation:
                continue
            with pytest.raises(kiemen.InputError, match=r"write \w|leave it out"):
                check_kinds({one.name: tomllib.loads("x = 12:00:00")["x"]}, kinds_of({one.name: one.annotation}), "x")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("[project]\nshare = true\n", "[project]: share = true kan niet; schrijf een getal."),
        ("[project]\nseed = 2.5\n", "[project]: seed = 2.5 kan niet; schrijf een heel getal."),
        (
            "[project]\nreleased = 3\n",
            "released = 3 kan niet; schrijf tekst tussen aanhalingstekens, of een lijst van teksten tussen aanhalingst",
        ),
        (
            "[about]\ncontact = [1]\n",
            "[about]: contact = […] kan niet; schrijf tekst tussen aanhalingstekens, of een datum.",
        ),
        ("[settings.forecast]\nruns = 'x'\n", '[settings.forecast]: runs = "x" kan niet; schrijf een heel getal.'),
        ("[settings.meetings]\nsize = 4\n", "size = 4 kan niet; schrijf een lijst van hele getallen."),
        ("[settings.meetings]\nregister = 4\n", "register kan niet in een projectbestand staan; laat het weg."),
        ("[scales]\n", "schrijf [[scales]] met dubbele haken, één keer voor elke schaal."),
        (
            "[[read]]\nwith = 'roster'\nfile = 5\n",
            "nummer 1: file = 5 kan niet; schrijf tekst tussen aanhalingstekens.",
        ),
    ],
)
def test_it_is_said_in_the_language(project, words, told):
    assert told in in_language(refused(project, words), "nl")


def test_what_comes_from_a_notebook_is_judged_by_who_takes_it():
    check_settings({"forecast": {"model": object(), "added_ties": [("a", "b")], "rng": None}})


def test_values_of_their_kind_are_let_through(project, tmp_path):
    words = '[project]\nshare = 1\nrelation = ["a"]\n[about]\nagreed = 2024-05-01\n[settings.walls]\ntimes = 9\n'
    assert project(words + READ).n_people == 2
    made = Project(tmp_path, (), released=["new.json", "old.json"])
    assert made.earlier == [tmp_path / "new.json", tmp_path / "old.json"]
