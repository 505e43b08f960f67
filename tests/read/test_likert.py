"""Words, codes and numbers to answers on a scale."""

import math

import pandas as pd
import pytest

from kiemen.read.likert import looks_like_answers, range_of_numbers, read_likert


def answers(cells, low=1, high=5):
    return read_likert(pd.Series(cells, dtype="str"), low, high).answers.tolist()


FIVE = [
    ["helemaal mee oneens", "mee oneens", "neutraal", "mee eens", "helemaal mee eens"],
    ["Zeer oneens", "Oneens", "Niet mee eens, niet mee oneens", "Eens", "Zeer eens"],
    ["Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree"],
    ["nooit", "zelden", "soms", "vaak", "altijd"],
    ["never", "rarely", "sometimes", "often", "always"],
    ["nooit", "soms", "regelmatig", "vaak", "altijd"],
    ["nooit", "zelden", "maandelijks", "wekelijks", "dagelijks"],
    ["never", "yearly", "monthly", "weekly", "daily"],
    ["(bijna) nooit", "een paar keer per jaar", "maandelijks", "wekelijks", "dagelijks"],
    [
        "helemaal oneens",
        "grotendeels mee oneens",
        "noch eens, noch oneens",
        "grotendeels mee eens",
        "helemaal mee eens",
    ],
    ["strongly disagree", "mostly disagree", "neither agree nor disagree", "mostly agree", "strongly agree"],
    ["Helemaal (mee) oneens", "(Mee) oneens", "Neutraal", "(Mee) eens", "Helemaal (mee) eens"],
    ["past helemaal niet bij mij", "past niet bij mij", "neutraal", "past bij mij", "past helemaal bij mij"],
    ["helemaal niet", "in geringe mate", "in enige mate", "in sterke mate", "in zeer sterke mate"],
    ["zeer ontevreden", "ontevreden", "neutraal", "tevreden", "zeer tevreden"],
    ["helemaal niet", "nauwelijks", "enigszins", "grotendeels", "volledig"],
    ["zeer onbelangrijk", "onbelangrijk", "neutraal", "belangrijk", "zeer belangrijk"],
    ["not at all important", "slightly important", "moderately important", "very important", "extremely important"],
    ["very unimportant", "unimportant", "neutral", "important", "very important"],
    ["zeker niet", "waarschijnlijk niet", "misschien", "waarschijnlijk wel", "zeker wel"],
    ["very unlikely", "unlikely", "neutral", "likely", "very likely"],
    ["A1", "A2", "A3", "A4", "A5"],
    ["AO01", "AO02", "AO03", "AO04", "AO05"],
    ["1 - helemaal mee oneens", "2", "3", "4", "5 (helemaal mee eens)"],
    ["1", "2", "3.0", "4,0", "5"],
    ["1: slecht", "2: matig", "3: voldoende", "4: goed", "5: uitstekend"],
]


@pytest.mark.parametrize("cells", FIVE, ids=lambda cells: cells[0])
def test_five_points(cells):
    assert answers(cells) == [1, 2, 3, 4, 5]
    assert answers([cell.upper() + " " for cell in cells]) == [1, 2, 3, 4, 5]


def test_seven_points_tell_weak_from_plain():
    cells = [
        "strongly disagree",
        "disagree",
        "somewhat disagree",
        "neutral",
        "somewhat agree",
        "agree",
        "strongly agree",
    ]
    assert answers(cells, 1, 7) == [1, 2, 3, 4, 5, 6, 7]


def test_four_points_have_no_middle():
    assert answers(["helemaal oneens", "oneens", "eens", "helemaal eens"], 1, 4) == [1, 2, 3, 4]


def test_other_numbers_of_points():
    assert answers(["nooit", "soms", "altijd"], 1, 3) == [1, 2, 3]
    assert answers(["nooit", "soms", "vaak", "altijd"], 1, 4) == [1, 2, 3, 4]
    assert answers(["nooit", "zelden", "soms", "regelmatig", "vaak", "altijd"], 1, 6) == [1, 2, 3, 4, 5, 6]
    assert answers(["nee", "ja", "weet niet"], 0, 1)[:2] == [0, 1]
    assert answers(["nee", "soms", "ja"], 1, 3) == [1, 2, 3]


def test_a_word_means_the_same_in_every_item():
    whole = ["nooit", "soms", "regelmatig", "vaak", "altijd"]
    column = pd.Series(["soms", "vaak"], dtype="str")
    assert read_likert(column, 1, 5, whole).answers.tolist() == [2, 4]
    assert read_likert(column, 1, 5).answers.tolist() == [3, 4]


def test_a_scale_from_nought():
    assert answers(["A1", "A5"], 0, 4) == [0, 4]
    assert answers(["mee oneens", "helemaal mee eens"], 0, 4) == [1, 4]


def test_blanks_and_no_opinion_are_no_answer():
    cells = ["", "n.v.t.", "weet niet", "geen mening", "weet ik niet / n.v.t.", "N/A", "don't know", "4"]
    found = read_likert(pd.Series(cells, dtype="str"), 1, 5)
    assert [math.isnan(v) for v in found.answers] == [True] * 7 + [False]
    assert not found.unknown.any()


def test_outside_and_unknown_are_marked():
    found = read_likert(pd.Series(["6", "0", "-1", "99", "soms wel", "3"], dtype="str"), 1, 5)
    assert found.outside.tolist() == [True, True, True, True, False, False]
    assert found.unknown.tolist() == [False, False, False, False, True, False]


def test_ranges_are_recognised():
    assert looks_like_answers(["A1", "A4", ""]) == (1, 5)
    assert looks_like_answers(["mee eens", "neutraal"]) == (1, 5)
    assert looks_like_answers(["agree", "somewhat agree"]) == (1, 7)
    assert looks_like_answers(["3", "4"]) is None
    assert looks_like_answers(["ja", "nee"]) is None
    assert looks_like_answers(["waar", "onwaar"]) is None
    assert looks_like_answers(["An de Vries", "Bram"]) is None
    assert range_of_numbers(["1", "6"]) == (1, 7)
    assert range_of_numbers(["0", "6"]) is None


def test_words_among_numbers_and_stars():
    assert answers(["5", "mee eens", "4", "3"]) == [5, 4, 4, 3]
    stars = read_likert(pd.Series(["★★★", "5", "-"], dtype="str"), 1, 5)
    assert stars.unknown.tolist() == [True, False, False]


def test_answer_codes_that_occur_in_several_items_are_answers():
    assert looks_like_answers(["A1", "A4", "A4", "A5", ""]) == (1.0, 5.0)
