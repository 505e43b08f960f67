"""The questions."""

from kiemen.datasets.questions import NAME_QUESTIONS, SCALES
from kiemen.datasets.surveys import header


def test_every_column_is_there_once():
    assert len(header()) == len(set(header()))
    for group in (*SCALES, *NAME_QUESTIONS):
        assert set(group.columns()) <= set(header())


def test_reversed_items_exist():
    assert all(1 <= place <= len(scale.items) for scale in SCALES for place in scale.reversed)


def test_all_six_ingredients_are_asked_for():
    assert {scale.ingredient for scale in SCALES} - {""} == {"spark", "oxygen", "matches", "fuel", "stoking", "pokers"}
