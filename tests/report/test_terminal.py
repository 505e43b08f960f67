"""Sections in a terminal: they fit, and say the finding, the rows asked for, reasons and cautions."""

import re

import pandas as pd
import pytest

from kiemen.report.content import SMALLEST_GAIN, Content, Section, Sheet
from kiemen.report.html import html_page
from kiemen.report.terminal import left_out, section_text
from kiemen.suggest.outcomes import NOTHING

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


def test_a_column_without_a_word_in_it_is_not_there():
    said = section_text(section(PEOPLE.assign(**{"Holds in": float("nan")})), rows=7, language="en")
    assert "Holds in" not in said
    said = section_text(section(PEOPLE.assign(Person="")), rows=7, language="en")
    assert "Person" in said


def test_who_are_to_meet_is_told_whole():
    tables = [", ".join(f"Voornaam{n}{m} van der Achternaam" for m in range(6)) for n in range(7)]
    frame = pd.DataFrame({"Mensen": tables, "Grootte": [6] * 7, "Waarom": ["Zij kennen elkaar niet."] * 7})
    whole = Section(key="m", short="M", title="Title", tables=(Sheet("meetings", "x", frame),))
    said = section_text(whole, rows=6, language="nl")
    assert max(map(len, said.splitlines())) <= 100
    assert "…" not in said
    plain = " ".join(said.split())
    assert f"1. {tables[0]} Zij kennen elkaar niet. 2. {tables[1]}" in plain
    assert plain.endswith(f"6. {tables[5]}")
    groups = frame.assign(Mensen=range(7))
    said = section_text(
        Section(key="m", short="M", title="T", tables=(Sheet("i", "x", groups),)), rows=6, language="nl"
    )
    assert "Mensen" in said


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


def test_who_asks_for_more_rows_than_a_page_has_gets_them_and_hears_of_the_rest():
    asked = section(PEOPLE, shown=4, most=20)
    said = section_text(asked, rows=12, language="en")
    assert "Name 11" in said
    assert "Name 12" not in said
    assert "--out" not in said
    said = section_text(asked, rows=25, language="nl")
    assert "Name 19" in said
    assert "Name 20" not in said
    assert "De eerste 20 van 30; --out schrijft ze allemaal." in said
    assert "Name 4" not in section_text(section(PEOPLE, shown=4), rows=12, language="en")


def test_a_gain_that_sentences_call_none_is_told_as_less_than_what_they_tell():
    frame = pd.DataFrame({"Pair": list("abcd"), "Extra": [0.05, 0.0499, 0.0, -0.02]})
    sheet = Sheet("suggestions", "x", frame, gains=("Extra",))
    whole = Section(key="s", short="S", title="Title", tables=(sheet,))
    cells = [line.split(None, 2)[2] for line in section_text(whole, rows=5, language="en").splitlines()[-4:]]
    assert cells == ["0.050", "< 0.05", "0.000", "-0.020"]
    page = html_page(Content("t", "", "analyst", "nl", (whole,)), {})
    assert re.findall(r'<td class="number"[^>]*>([^<]*(?:&lt; )?[^<]*)</td>', page) == [
        "0,050",
        "&lt; 0,05",
        "0,000",
        "-0,020",
    ]
    for gain in (0.05, 0.0499):
        assert (f"{gain:.1f}" == "0.0") == (gain < SMALLEST_GAIN) == (gain < NOTHING)


def test_a_column_has_the_decimals_that_it_has_on_the_page():
    frame = pd.DataFrame({"Period": range(3), "Mean": [88.0, 149.94, 243.0], "Extra": [0.0, 1.94, 5.611]})
    shown = Section(key="f", short="F", title="T", tables=(Sheet("f", "F", frame),))
    rows = [line.split()[1:] for line in section_text(shown, rows=3, language="en").splitlines()[-3:]]
    assert rows == [["0", "88.0", "0.00"], ["1", "149.9", "1.94"], ["2", "243.0", "5.61"]]
    page = html_page(Content(title="T", subtitle="", audience="analyst", language="en", sections=(shown,)), {})
    assert [cell for _, *row in rows for cell in row] == re.findall(r">([\d.]+)</td>", page)


def test_all_columns_of_a_forecast_have_the_same_decimals():
    frame = pd.DataFrame({"Period": [0, 24], "Mean": [7.0, 7.79], "Low": [7.0, 0.0], "After": [7.0, 22.34]})
    words = section_text(
        Section(key="forecast", short="F", title="T", tables=(Sheet("forecast", "F", frame),)), rows=9, language="en"
    )
    assert re.search(r"24 +7\.8 +0\.0 +22\.3", words)
