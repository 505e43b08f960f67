"""Words that every file made here holds."""

from kiemen.report.ownwords import own_words


def test_words_of_style_sentences_workbooks_and_pictures_are_known():
    words = own_words()
    assert {"max", "grid", "may", "een", "worksheet", "svg", "path"} <= words
    assert not words & {"zqx", "kanarie", "müller"}
    assert all(word.isalpha() and word == word.casefold() for word in words)
