"""Words of frequency."""

import pytest

from kiemen.read.frequency import ORDER, TIMES, has_rhythm, phrase, weights_of_words


def test_a_rhythm_weighs_its_times_per_month():
    words = ["Dagelijks", "een paar keer per week", "once a week", "elke maand", "nooit", "n.v.t."]
    found = weights_of_words(words)
    assert found == dict(zip(words[:-1], [20, 10, 4, 1, 0], strict=True))
    assert has_rhythm(words)
    assert not has_rhythm(["soms", "vaak"])


def test_words_that_are_no_frequency():
    assert weights_of_words(["collega", "advies", "wekelijks"]) is None
    assert weights_of_words([]) is None


def test_told():
    assert weights_of_words(["Wekelijks ", "hoog"], {"wekelijks": 3, "hoog": 9}) == {"Wekelijks": 3, "hoog": 9}


def test_every_phrase_is_written_as_it_is_compared():
    assert {phrase(word) for word in [*TIMES, *ORDER]} == {*TIMES, *ORDER}


def test_phrase():
    assert phrase("Ik ben het er (helemaal) mee eens!") == "helemaal mee eens"


@pytest.mark.parametrize(
    ("words", "times"),
    [("2x per week", 8), ("3 keer in de maand", 3), ("4 times a year", 1 / 3), ("1 dag per week", 4)],
)
def test_counted_rhythms(words, times):
    assert weights_of_words([words, "Wekelijks"]) == {words: pytest.approx(times), "Wekelijks": 4.0}
    assert weights_of_words([words]) == {words: pytest.approx(times)}
    assert weights_of_words(["2x"]) is None
