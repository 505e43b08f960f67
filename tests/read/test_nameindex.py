"""Candidates are found through shared words, not by comparing everybody."""

from kiemen.read.nameindex import NameIndex, NearWords
from kiemen.read.spelling import take_apart

NAMES = ["Jan de Vries", "Joke de Vries", "Daan van den Berg", "Chaima El Idrissi", "Anna Jansen-de Boer"]


def maybe(written, nicknames=None):
    index = NameIndex(NAMES, nicknames or {})
    return {NAMES[place] for place in index.maybe(take_apart(written))}


def test_finds_by_word_initial_and_near_word():
    assert maybe("J. de Vries") >= {"Jan de Vries", "Joke de Vries"}
    assert "Chaima El Idrissi" in maybe("Chaima Idrisi")
    assert "Daan van den Berg" in maybe("Daan vandenBerg")
    assert "Anna Jansen-de Boer" in maybe("de Boer, A.")


def test_strangers_find_nobody():
    assert maybe("Oscar Extern") == set()


def test_nicknames_open_another_letter():
    assert "Jan de Vries" in maybe("Hans de Vries", {"hans": frozenset({"jan"})})


def test_exact_needs_words_order_and_prefix():
    index = NameIndex(NAMES, {})
    assert index.exact(take_apart("Vries, Jan de")) == [0]
    assert index.exact(take_apart("Jan Vries")) == []


def test_near_words_within_letters():
    near = NearWords(["janssen", "jansen", "bakker"], 1)
    assert near.near("janse") == ("jansen",)
    assert near.near("jansen") == ("jansen", "janssen")
