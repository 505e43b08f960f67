"""Headers of personnel files."""

from kiemen.read.rosterwords import ATTRIBUTES, ROSTER_WORDS


def test_every_attribute_has_words_and_begins_with_its_own_name():
    for part in ATTRIBUTES:
        assert ROSTER_WORDS[part][0] == part
        assert all(word == " ".join(word.split()) for word in ROSTER_WORDS[part])


def test_no_word_means_two_attributes():
    words = [word for part in ATTRIBUTES for word in ROSTER_WORDS[part]]
    assert len(words) == len(set(words))
