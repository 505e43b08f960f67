"""What differences between two spellings cost."""

import pytest

from kiemen.read.likeness import Context, likeness, typo_cost
from kiemen.read.spelling import take_apart

PLAIN = Context({}, frozenset({"jan", "vries", "jansen", "janssen"}))


def score(written, name, context=PLAIN):
    return likeness(take_apart(written), take_apart(name), context)[0]


@pytest.mark.parametrize(
    ("written", "name", "expected"),
    [
        ("Jan de Vries", "Jan de Vries", 1.0),
        ("Daan vandenBerg", "Daan van den Berg", 0.98),
        ("J. de Vries", "Jan de Vries", 0.89),  # an initial: 0.11
        ("J.W. de Vries", "Jan Willem de Vries", 0.92),  # two initials: 0.08
        ("Jan Vries", "Jan de Vries", 0.94),  # no prefix: 0.06
        ("Chaima El Idrisi", "Chaima El Idrissi", 0.93),  # one letter of six or more: 0.07
        ("Vries Jan de", "Jan de Vries", 0.97),  # order: 0.03
        ("Jan W. de Vries", "Jan de Vries", 0.96),  # an initial more: 0.04
        ("Anna Jansen", "Anna Jansen-de Boer", 0.90),  # part of a double name: 0.10
        ("Dykstra, Jan", "Jan Dijkstra", 0.97),  # ij and y: 0.03
    ],
)
def test_costs(written, name, expected):
    assert score(written, name) == pytest.approx(expected)


def test_a_letter_counts_more_when_it_makes_another_colleagues_name():
    # 0.07 for the letter, 0.15 because Janssen is on the roster too
    assert score("Bram Janssen", "Bram Jansen") == pytest.approx(0.78)


def test_a_contradiction_is_no_match():
    assert score("Piet de Vries", "Jan de Vries") < 0.55
    assert score("J.W. de Vries", "J.P. de Vries") < 0.85


def test_nicknames_only_if_told():
    told = Context({"jan": frozenset({"johannes"}), "johannes": frozenset({"jan"})}, frozenset())
    assert score("Jan Bakker", "Johannes Bakker") < 0.55
    assert score("Jan Bakker", "Johannes Bakker", told) == pytest.approx(0.97)


def test_typing_errors_by_length_and_never_in_codes():
    assert typo_cost("janssen", "jansen")[0] == pytest.approx(0.07)
    assert typo_cost("mol", "moll")[0] == pytest.approx(0.2)
    assert typo_cost("p017", "p018") is None
    assert typo_cost("bakker", "visser") is None


def test_a_word_before_the_only_name_adds_doubt():
    assert score("Bo Vis", "Bo") > 0.85
    assert score("Cas Bo", "Bo") < 0.8
