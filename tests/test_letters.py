"""Letters made equal before names are compared."""

import unicodedata

import pytest

from kiemen._letters import PREFIXES, STRONG, WEAK, fold, plain


@pytest.mark.parametrize(
    ("written", "equal"),
    [
        ("Zoë  MÜLLER", "zoe muller"),
        ("Ĳsbrand d’Hondt", "ijsbrand d'hondt"),
        ("Bøje\u00a0Łuk\u200basz", "boje lukasz"),
        ("Jan–Kees", "jan-kees"),
        ("Jan\u3164de\uffa0V\u034fos\ufe0f", "jan de vos"),
        ("", ""),
    ],
)
def test_case_accents_and_what_cannot_be_seen_make_no_difference(written, equal):
    assert fold(written) == equal
    assert fold(unicodedata.normalize("NFD", written)) == equal
    assert fold(equal) == equal


def test_case_is_kept_where_it_tells_something():
    assert plain("J.W. de Vriès") == "J.W. de Vries"


def test_a_prefix_opens_a_name_or_only_joins_one():
    assert not STRONG & WEAK
    assert STRONG | WEAK == PREFIXES
