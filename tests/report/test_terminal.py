"""Sections in a terminal: they fit, and say the finding, the rows asked for, reasons and cautions."""

import pandas as pd
import pytest

from kiemen.report.content import Section, Sheet
from kiemen.report.terminal import left_out, section_text

PEOPLE = pd.DataFrame(
    {
        "Person": [f"Name {n} " + "long " * 20 for n in range(30)],
        "Holds in": [0.5] * 30,
        "Extra": [1.0] * 30,
        "Why": ["because " * 30] * 30,
    }
)


def section(frame: pd.DataFrame, **more: object) -> Section:
    sheet = Sheet("suggestions", "x", frame, percent=("Holds in",), columns=("Person", "Holds in", "Why"), **more)
    return Section(key="s", short="S", title="Title", lead=("A finding.",), tables=(sheet,), cautions=("Mind this.",))


def test_it_fits_and_has_the_rows_asked_for():
    said = section_text(section(PEOPLE), rows=7, language="en")
    assert max(map(len, said.splitlines())) <= 100
    assert "Name 6" in said
    assert "Name 7" not in said
    assert "50%" in said
    assert "Extra" not in said
    assert said.startswith("S\n=\nTitle\n\nA finding.")
    assert said.endswith("! Mind this.")
    assert said.count("because because") >= 5
    assert "\n6. " not in said


def test_the_short_reasons_are_taken_where_there_are_any():
    said = section_text(section(PEOPLE, brief={"Why": tuple("shorter" for _ in range(30))}), rows=3, language="en")
    assert "1. shorter" in said
    assert "because" not in said


def test_a_course_in_time_shows_its_end():
    course = pd.DataFrame({"Period": range(25), "Mean": range(25)})
    said = section_text(
        Section(key="f", short="F", title="T", tables=(Sheet("f", "F", course),)), rows=5, language="en"
    )
    assert said.splitlines()[-1].split() == ["5", "24", "24"]


@pytest.mark.parametrize(("language", "word"), [("nl", "Weggelaten: voorstellen"), ("en", "Left out: suggestions")])
def test_what_is_left_out_is_named_in_the_language(language, word):
    assert left_out({"suggestions": "too few {people}", "x": "not in this version"}, language)[0].startswith(word)
    assert len(left_out({"x": "not in this version"}, language)) == 0


def test_parts_with_one_reason_stand_together():
    said = left_out({"suggestions": "too few", "forecast": "too few", "walls": "other"}, "en")
    assert said == ["Left out: suggestions, forecast: too few", "Left out: walls: other"]


def test_a_chance_is_never_nothing():
    frame = pd.DataFrame({"Group": ["A", "B"], "p": [0.00001, 0.25]})
    sheet = Sheet("walls", "x", frame, chances=("p",))
    said = section_text(Section(key="s", short="S", title="Title", tables=(sheet,)), rows=5, language="nl")
    assert "< 0,001" in said
    assert "0,250" in said
