"""Words of frequency."""

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
