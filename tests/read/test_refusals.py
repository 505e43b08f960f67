"""Refusals in the language of the analyst."""

import ast
import re
from pathlib import Path

import pandas as pd
import pytest

import kiemen
from kiemen import check_file
from kiemen.read.refusals import SENTENCES, in_language

# Slips of whoever writes the call, which no file can cause.
OF_THE_CALL = frozenset(
    [
        "account",
        "adoptions",
        "check",
        "columns",
        "dates",
        "draft",
        "headers",
        "namebook",
        "names",
        "strengths",
        "surveycolumns",
    ]
)
OTHERS = (
    "A table in memory", "A source is the", "A graph is the", "A saved network", "a Polinode export", "The name of",
    "these are no tables", "table ", "separator must", "decisions needs", "decisions must", "exclude must",
    "scales must", "wave must", "path must", "this version cannot",
)  # fmt: skip


def messages(module):
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and node.exc.args:
            yield example(node.exc.args[0])


def example(node):
    """Give what an error would say, with a word in every gap."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        hints = ("did_you_mean", "_near_names")
        parts = (
            part.value
            if isinstance(part, ast.Constant)
            else ""
            if any(h in ast.unparse(part) for h in hints)
            else "xyz"
            for part in node.values  # noqa: PD011  a node of Python
        )
        return "".join(map(str, parts))
    return ""


def test_every_refusal_of_a_file_has_its_dutch_twin():
    room = Path(kiemen.__file__).parent / "read"
    missed = []
    for module in sorted(room.glob("*.py")):
        if module.stem in OF_THE_CALL:
            continue
        for said in messages(module):
            bare = said.removeprefix("xyz: ")
            told = bare not in {"", "xyz"} and not bare.startswith(OTHERS)
            if told and in_language(said, "nl") == said:
                missed.append((module.stem, said))
    assert not missed


@pytest.mark.parametrize(
    ("said", "dutch"),
    [
        (
            "a: rows 3, 6 and 4 more: 9 of 12 cells are no number, such as 'x: y'; is this the right column?",
            "a: rijen 3, 6 en nog 4: 9 van 12 cellen zijn geen getal, zoals 'x: y'; is dit de juiste kolom?",
        ),
        ("a.csv: no column 'x' for weight. Did you mean 'y' or 'z'?",
         "a.csv: er is geen kolom 'x' voor weight. Bedoelde je 'y' of 'z'?"),
        ("a.csv: no column 'x' for weight. There is: 'y', 'z'.",
         "a.csv: er is geen kolom 'x' voor weight. Er is: 'y', 'z'."),
        ("people have no column 'Functie'. That column of the file is kept as 'role'; give that name.",
         "mensen hebben geen kolom 'Functie'. Die kolom van het bestand heet hier 'role'; geef die naam."),
        ("no person 'zz' in this network. There is: 'a', 'b' and 3 more.",
         "er is niemand met het nummer 'zz' in dit netwerk. Er is: 'a', 'b' en nog 3."),
        ("could not write nn: the name is too long. What was there before is still there.",
         "nn kon niet worden geschreven: de naam is te lang. Wat er stond, staat er nog."),
        ("something nobody has heard of", "something nobody has heard of"),
    ],
)  # fmt: skip
def test_sentences(said, dutch):
    assert in_language(said, "nl") == dutch
    assert in_language(said, "en") == said


def test_what_was_not_written_is_named_in_the_language():
    said = (
        "a personal page was not written: it would name 2 people to the audience 'participant'. Perhaps a department, "
        "title or initiative carries somebody's name; rename it, or write for the analyst."
    )
    assert in_language(said, "nl").startswith("een eigen pagina is niet geschreven: er zouden 2 mensen")


def test_sentences_keep_their_parts():
    for sentence in SENTENCES:
        said = re.sub(r"\{\w+\}", "42", sentence)
        assert in_language(said, "en") == said


def test_check_tells_it_in_dutch(tmp_path):
    path = tmp_path / "leeg.csv"
    path.write_bytes(b"")
    found = check_file(path, language="nl")
    assert found.table["what"].tolist() == ["leeg.csv: het bestand is leeg, er staan geen rijen in."]
    assert "the file is empty" in found.summary("en")
    wrong = check_file(pd.DataFrame({"van": list("abc"), "naar": list("bca"), "gewicht": list("xyz")}), language="nl")
    assert "kolom 'gewicht', rijen 2, 3, 4: 3 van 3 cellen zijn geen getal" in wrong.summary()


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("a.csv: no column 'Met wie?' for nominations. Did you mean 'Met wie nu?'?", "Bedoelde je 'Met wie nu?'?"),
        ("k.toml: [[read]] step 2: a.csv: no column 'v1' for scale 'room'. Did you mean 'v2'?",
         "k.toml: [[read]] nummer 2: a.csv: er is geen kolom 'v1' voor schaal 'room'."),
        ("scale 'room': reversed has item 3, but there are 2 items.", "schaal 'room': reversed noemt item 3"),
        (
            "scale 'room': reversed item 'r1' is not one of its items. Did you mean 'r2'?",
            "is geen item van deze schaal",
        ),
    ],
)  # fmt: skip
def test_what_is_misspelt_in_a_project_file_is_said_in_the_language(line, told):
    assert told in in_language(line, "nl")
    assert "Did you mean" not in in_language(line, "nl")
