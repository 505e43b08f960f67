"""The lists of header words are tidy."""

from kiemen.read.headerwords import WORDS


def test_words_are_folded_and_stand_once():
    for part, words in WORDS.items():
        assert len(set(words)) == len(words), part
        assert all(word == word.strip() and word for word in words), part


def test_both_languages_are_there():
    assert {"van", "source"} <= set(WORDS["source"])
    assert {"naam", "person"} <= set(WORDS["person"])
    assert {"vergadering", "meeting"} <= set(WORDS["event"])
