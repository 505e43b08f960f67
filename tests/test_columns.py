"""Tables speak the language of their reader; names to type and data stay as they are."""

import importlib

import pandas as pd
import pytest

from kiemen._columns import COLUMNS, column_name, shown_names, shown_words
from kiemen._display import html_table, text_table
from kiemen.i18n import text

TABLE = pd.DataFrame(
    {"propensity": [0.5], "kind": ["team lead"], "department": ["team lead"], "own_column": [1]},
    index=pd.Index(["p1"], name="person"),
)


def test_english_shows_what_one_types():
    assert shown_names(TABLE, "en") == ["person", "propensity", "kind", "department", "own_column"]
    assert shown_words(TABLE, "en") is TABLE


def test_dutch_has_words_and_leaves_data_alone():
    assert shown_names(TABLE, "nl") == ["Collega", "Aanwijzing", "Soort", "department", "own_column"]
    assert shown_words(TABLE, "nl").loc["p1"].tolist()[1:] == ["teamleider", "team lead", 1]
    assert TABLE.loc["p1", "kind"] == "team lead"


def test_a_header_in_words_tells_the_name_to_type():
    page = html_table(TABLE, "nl")
    assert 'title="propensity"' in page
    assert "title=" not in html_table(TABLE, "en")
    assert "Aanwijzing" in text_table(TABLE, "nl")


def test_an_index_of_words_is_worded_and_several_levels_stand_side_by_side():
    one = pd.DataFrame({"estimate": [1.0]}, index=pd.Index(["exposure"], name="term"))
    assert "blootstelling" in html_table(one, "nl")
    two = pd.DataFrame({"mean": [1.0]}, index=pd.MultiIndex.from_tuples([("a", 1)], names=["behaviour", "period"]))
    assert "a · 1" in html_table(two, "en")
    assert "a · 1" in text_table(two, "en")


def test_lists_of_words_are_worded_one_by_one():
    many = pd.DataFrame({"depends": ["threshold, missing ties", ""]})
    assert shown_words(many, "nl")["depends"].tolist() == ["drempel, ontbrekende verbindingen", ""]


def test_data_with_braces_is_no_message():
    odd = pd.DataFrame({"kind": ["{x}", "", None]})
    assert shown_words(odd, "nl")["kind"].tolist()[:2] == ["{x}", ""]


def test_a_column_without_wording_loses_its_underscores():
    assert column_name("some_thing", "nl") == "Some thing"


@pytest.mark.parametrize("name", sorted(COLUMNS))
def test_every_wording_is_short(name):
    assert len(text(COLUMNS[name], "nl")) <= 36


def test_columns_of_the_answers_have_a_wording():
    import kiemen

    importlib.import_module("kiemen.measures.bridges")
    network = kiemen.load_example("academie")
    answers = [
        kiemen.score_adopters(network),
        kiemen.score_bridges(network),
        kiemen.find_walls(network, times=19),
        kiemen.find_communities(network),
        kiemen.find_key_people(network),
        kiemen.score_meeting_places(network),
        kiemen.score_roles(network, times=19),
        kiemen.find_patterns(network),
        kiemen.profile_ingredients(network),
    ]
    for answer in answers:
        missing = [name for name in map(str, answer.table.columns) if name not in COLUMNS]
        assert not missing, f"{type(answer).__name__}: {missing}"


def test_columns_of_the_suggestions_have_a_wording():
    import kiemen
    from tests.suggest.conftest import growing

    check = kiemen.check_acceptance(growing()[0], rng=1)
    academy = kiemen.load_example("academie")
    first = [str(person) for person in academy.people.index[academy.people["inside"]][:4]]
    plan = kiemen.build_plan(academy, adopters=first, budget=8, rng=1)
    tables = [check.table, check.bands, plan.table, *(part.table for part in plan.parts.values())]
    for table in tables:
        missing = [name for name in [table.index.name, *map(str, table.columns)] if name not in COLUMNS]
        assert not missing
    said = check.summary("nl")
    assert "Verwacht, laag" in said
    assert "Adamic–Adar" in said.split("Methode")[1]


def test_a_column_that_means_something_else_has_its_own_wording():
    seen = pd.DataFrame({"observed": [1.0]}, index=pd.Index(["a"], name="community"))
    assert shown_names(seen, "nl")[1] == "Verbindingen"
    assert shown_names(seen, "nl", {"observed": "Seen"})[1] == text("Seen", "nl")
