"""Spellings of one name come apart into the same words."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiemen._letters import fold
from kiemen.read.spelling import ADDRESS, prefix_agreement, soften, take_apart, visible

ONE_COLLEAGUE = [
    "Jan de Vries",
    "jan DE vries",
    "Vries, de, Jan",
    "Vries, Jan de",
    "de Vries, Jan",
    "Vries de, Jan",
    "drs. Jan de Vries",
    "Jan de Vries MSc",
    "De heer Jan de Vries",
    "Vries, de, Jan (drs.)",
    " Jan  de\u00a0Vries\u200b",
]


@pytest.mark.parametrize("written", ONE_COLLEAGUE)
def test_order_prefix_and_titles_do_not_matter(written):
    assert take_apart(written).words == ("jan", "vries")
    assert take_apart(written).prefix == ("de",)


@pytest.mark.parametrize(
    ("written", "words", "prefix"),
    [
        ("J.W. v.d. Berg", ("j", "w", "berg"), ("vd",)),
        ("Jan vd Berg", ("jan", "berg"), ("vd",)),
        ("Jan v/d Berg", ("jan", "berg"), ("vd",)),
        ("Jan vander Berg", ("jan", "berg"), ("van", "der")),
        ("v.d. Berg, Jan", ("jan", "berg"), ("vd",)),
        ("V. de Fey", ("v", "fey"), ("de",)),
        ("Piet ’t Hart", ("piet", "hart"), ("'t",)),
        ("'t Hart, Piet", ("piet", "hart"), ("'t",)),
        ("Piet in 'tVeld", ("piet", "veld"), ("in", "'t")),
        ("Jan 's-Gravemade", ("jan", "gravemade"), ("'s",)),
        ("Els d’Hondt", ("els", "hondt"), ("d'",)),
        ("Chaima El Idrissi", ("chaima", "idrissi"), ("el",)),
        ("Ben Jansen", ("ben", "jansen"), ()),
        ("Vries, Ben", ("ben", "vries"), ()),
        ("Minh Le", ("minh", "le"), ()),
        ("Anna Jansen-de Boer", ("anna", "jansen", "boer"), ("de",)),
        ("jan t hart", ("jan", "hart"), ("t",)),
        ("Jan T. Hart", ("jan", "t", "hart"), ()),
        ("Ĳsbrand van IJzendoorn", ("ijsbrand", "ijzendoorn"), ("van",)),
    ],
)
def test_dutch_forms(written, words, prefix):
    assert (take_apart(written).words, take_apart(written).prefix) == (words, prefix)


def test_initials_and_abbreviations_are_known_as_such():
    assert take_apart("J.W. Bakker").short == (True, True, False)
    assert take_apart("Joh. Bakker").short == (True, False)
    assert not take_apart("An Bakker").has_short


def test_address_and_remark_are_taken_out():
    spelling = take_apart("An de Vries (HR) <An.deVries@voorbeeld.nl>")
    assert spelling.email == "an.devries@voorbeeld.nl"
    assert spelling.remarks == ("hr",)
    assert spelling.words == ("an", "vries")


def test_prefixes_agree_when_shortened():
    assert prefix_agreement(("vd",), ("van", "der")) == "short"
    assert prefix_agreement(("van", "den"), ("van", "der")) == "near"
    assert prefix_agreement((), ("de",)) == "missing"
    assert prefix_agreement(("van",), ("ter",)) == "other"


def test_fold_and_soften():
    assert fold("ZOË  Müller") == fold(unicodedata.normalize("NFD", "zoë müller")) == "zoe muller"
    assert soften("dijkstra") == soften("dykstra")


def test_visible_keeps_what_is_seen():
    assert visible("\ufeffZoe\u0308\u200b  Müller ") == "Zoë Müller"


@pytest.mark.parametrize("endless", ["a" * 40_000, "@" * 40_000, "a" * 40_000 + "@"])
def test_an_address_is_looked_for_once_per_word(endless):
    began = time.process_time()
    assert ADDRESS.search(endless + " an@x.nl").group() == "an@x.nl"
    assert time.process_time() - began < 2


@given(st.text(max_size=60))
def test_any_text_comes_apart(text):
    spelling = take_apart(text)
    assert len(spelling.words) == len(spelling.short)
    assert all(spelling.words)
    assert visible(visible(text)) == visible(text)
