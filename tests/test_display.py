"""Small tables for notebooks and terminals: escaped, rounded, never 'nan'."""

import contextvars

import numpy as np
import pandas as pd
import pytest

import kiemen
from kiemen._display import Words, html_card, html_table, show_value, text_table


def test_values():
    assert show_value(float("nan")) == "–"
    assert show_value(None) == "–"
    assert show_value(pd.NaT) == "–"
    assert show_value(0.12345, "nl") == "0,123"
    assert show_value(1234.0, "nl") == "1.234"
    assert show_value(np.bool_(True), "nl") == "ja"
    assert show_value(pd.Timestamp("2025-03-04 10:00")) == "2025-03-04"


def test_everything_is_escaped():
    payload = "<b onmouseover=alert(1)>"
    frame = pd.DataFrame({payload: [payload]}, index=pd.Index([payload], name=payload))
    assert payload not in html_table(frame)
    assert payload not in html_card(payload, [payload], notes=[payload])


def test_an_empty_table_says_so():
    assert text_table(pd.DataFrame(), "nl") == "(niets)"


HOSTILE = "<img src=x onerror=alert(1)>{x}$"
SHOWN = {
    "fire": lambda: kiemen.Fire(pokers={HOSTILE: 2.0}),
    "cascade": lambda: kiemen.IndependentCascade(0.1),
    "linear": kiemen.LinearThreshold,
    "threshold": lambda: kiemen.Threshold(contacts=2),
    "mixture": lambda: kiemen.Mixture([kiemen.IndependentCascade(0.1), kiemen.Threshold(contacts=2)]),
    "register": lambda: kiemen.Register().record([(HOSTILE, "Bo")], "passed", note=HOSTILE),
    "empty register": kiemen.Register,
    "scale": lambda: kiemen.Scale(HOSTILE, [HOSTILE], reversed=[1]),
    "project": lambda: kiemen.Project(folder=".", steps=({"with": "ties", "file": HOSTILE},), title=HOSTILE),
    "fact": lambda: kiemen.Fact("{name} {x}", {"name": HOSTILE, "x": 1}),
    "times": lambda: kiemen.build_times(
        kiemen.Network.from_arrays([HOSTILE, "b"], [0], [1]), times=pd.Series({HOSTILE: 1, "b": 3})
    ),
    "network": lambda: kiemen.Network.from_frames(ties=pd.DataFrame({"source": [HOSTILE], "target": ["Bo"]})),
    "bridges": lambda: kiemen.score_bridges(
        kiemen.Network.from_frames(ties=pd.DataFrame({"source": [HOSTILE, "Bo"], "target": ["Bo", "Cas"]}))
    ),
}


@pytest.mark.parametrize("name", SHOWN)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_everything_shows_itself_and_names_are_never_markup(name, language):
    thing = SHOWN[name]()

    def shown() -> str:
        kiemen.set_language(language)
        return thing._repr_html_()

    page = contextvars.copy_context().run(shown)
    assert page.startswith("<div")
    assert "<img" not in page


def test_models_say_what_they_assume():
    page = kiemen.Threshold(contacts=2)._repr_html_()
    assert "<table" in page
    assert "contacts" in page


def test_sentences_are_shown_as_sentences_and_are_texts_all_the_same():
    said = Words(f"One.\n\n{HOSTILE}")
    assert said == f"One.\n\n{HOSTILE}"
    assert repr(said) == repr(str(said))
    page = said._repr_html_()
    assert "One." in page
    assert "<img" not in page
    assert "\n" not in page


def test_beyond_any_number():
    assert show_value(float("inf")) == "∞"
    assert show_value(-np.inf) == "-∞"


def test_long_words_get_room_and_short_ones_a_line():
    page = html_table(pd.DataFrame({"a": ["short"], "b": ["long " * 10]}))
    assert page.count("min-width") == 1


def test_sentences_stand_beneath_their_row_under_the_name_of_their_column():
    why = [HOSTILE + " because" * 20, "", None]
    page = html_table(pd.DataFrame({"group": ["A", "B", "C"], "evidence": why, "n": [1, 2, 3]}), "nl")
    assert page.count("<tr>") == 1 + 3 + 1
    assert page.count('<th scope="col"') == 3
    assert '<td colspan="3"' in page
    assert "<b>Onderbouwing:</b> &lt;img" in page
    assert "<img" not in page


def test_words_of_the_library_and_numbers_of_models_follow_the_language():
    ties = pd.DataFrame({"source": ["a", "b", "c"], "target": ["b", "c", "a"]})
    bridges = kiemen.find_tie_bridges(kiemen.Network.from_frames(ties=ties)).table.assign(bridge="behaviour")
    assert "gedrag" in html_table(bridges, "nl")
    assert "behaviour" in html_table(bridges, "en")
    cascade = kiemen.IndependentCascade(0.25)
    assert "0,25" in cascade.describe("nl")
    assert "0.25" in cascade.describe("en")
    assert "0,25" in contextvars.copy_context().run(lambda: (kiemen.set_language("nl"), cascade._repr_html_())[1])


def test_summaries_keep_their_columns_in_a_notebook():
    network = kiemen.Network.from_frames(ties=pd.DataFrame({"source": [HOSTILE], "target": ["Bo"]}))
    for said in (network.summary("nl"), kiemen.score_bridges(network).summary("nl")):
        assert isinstance(said, str)
        assert said._repr_html_().startswith("<pre")
        assert "<img" not in said._repr_html_()
