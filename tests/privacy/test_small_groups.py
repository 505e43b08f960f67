"""Nothing below the minimum can be read or derived."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiemen.privacy import small_groups
from kiemen.privacy.small_groups import (
    apart_from_earlier,
    derivable_groups,
    publishable_groups,
    safe_group_means,
    told_apart,
)


def people(prefix: str, n: int) -> frozenset[str]:
    return frozenset(f"{prefix}{i}" for i in range(n))


def test_total_less_a_group_is_found():
    everyone = people("p", 12)
    assert derivable_groups([everyone, people("p", 9)]) == [everyone - people("p", 9)]
    assert derivable_groups([everyone, people("p", 7)]) == []


def test_a_difference_over_two_reports_is_found():
    """Last month 20, this month 21: the newcomer follows."""
    assert [len(group) for group in derivable_groups([people("p", 20), people("p", 21)])] == [1]


def test_a_cross_table_with_margins_is_found():
    """Rows A, B and columns x, y: with A, x and A∩x shown, A∩y and B∩x follow by subtraction."""
    ax, ay, bx, by = people("ax", 8), people("ay", 3), people("bx", 9), people("by", 7)
    found = derivable_groups([ax | ay, bx | by, ax | bx, ay | by, ax])
    assert ay in found


def test_people_hidden_in_one_table_and_spread_over_another_are_found():
    """Four people are left of the departments; each is in another team, so that no single piece gives them away."""
    departments = {"A": people("a", 20), "B": people("b", 20)}
    hidden = [f"h{n}" for n in range(4)]
    everyone = departments["A"] | departments["B"] | set(hidden)
    mixed = [
        {f"{letter}{5 * n + k}" for letter in "ab" for k in range(5)} | {person} for n, person in enumerate(hidden)
    ]
    assert frozenset(hidden) in derivable_groups([everyone, *departments.values(), *mixed])


@given(st.lists(st.sets(st.integers(0, 9), min_size=1), min_size=1, max_size=6))
@settings(max_examples=80, deadline=None)
def test_everything_that_follows_is_found_and_nothing_else(groups):
    """Compared with every set of fewer than five people, tried one by one."""
    published = [frozenset(map(str, group)) for group in groups]
    someone = sorted(frozenset().union(*published))
    matrix = np.array([[float(person in group) for person in someone] for group in published])
    rank = np.linalg.matrix_rank(matrix)
    follows = {
        frozenset(some)
        for size in range(1, 5)
        for some in combinations(someone, size)
        if np.linalg.matrix_rank(np.vstack([matrix, [float(person in some) for person in someone]])) == rank
    }
    found = set(derivable_groups(published))
    assert found <= follows
    assert all(any(small <= group for small in found) for group in follows)


def test_groups_are_hidden_until_nothing_follows():
    groups = {"HR": people("h", 3), "Directie": people("d", 1), "IT": people("i", 12), "Sales": people("s", 8)}
    everyone = frozenset().union(*groups.values())
    assert publishable_groups(groups, known=[everyone]) == ["IT"]
    # Without the total, nothing follows from the two large groups.
    assert publishable_groups(groups) == ["IT", "Sales"]


@given(st.lists(st.integers(1, 12), min_size=1, max_size=7), st.integers(0, 6))
@settings(max_examples=60, deadline=None)
def test_whatever_the_sizes_nothing_small_follows(sizes, late):
    groups = {f"g{n}": people(f"g{n}-", size) for n, size in enumerate(sizes)}
    everyone = frozenset().union(*groups.values())
    earlier = frozenset(sorted(everyone)[: len(everyone) - late])
    known = [everyone] if late == 0 else [everyone, earlier]
    shown = publishable_groups(groups, known=known)
    before = set(derivable_groups(known))
    assert all(len(groups[key]) >= 5 for key in shown)
    assert set(derivable_groups([*known, *(groups[key] for key in shown)])) <= before


def test_means_follow_the_rules_of_dominance_and_equality():
    ids = [f"p{n}" for n in range(30)]
    groups = pd.Series(["A"] * 10 + ["B"] * 10 + ["C"] * 10, index=ids)
    values = pd.DataFrame({"x": np.r_[np.ones(10), np.arange(10.0), 1000, np.ones(9)]}, index=ids)
    means = safe_group_means(values, groups)
    assert np.isnan(means.loc["A", "x"])  # all equal
    assert means.loc["B", "x"] == 4.5
    assert np.isnan(means.loc["C", "x"])  # one person makes up more than half


def test_means_need_the_minimum_of_known_values():
    ids = [f"p{n}" for n in range(20)]
    groups = pd.Series(["A"] * 10 + ["B"] * 10, index=ids)
    values = pd.DataFrame({"x": np.r_[np.arange(10.0), np.arange(4.0), np.full(6, np.nan)]}, index=ids)
    means = safe_group_means(values, groups)
    assert not np.isnan(means.loc["A", "x"])
    assert np.isnan(means.loc["B", "x"])


@pytest.mark.parametrize(
    ("before", "told"),
    [
        ([f"p{n}" for n in range(10)], False),  # the same
        ([f"p{n}" for n in range(9)], True),  # one came
        ([*(f"p{n}" for n in range(9)), "q"], True),  # one came and another went
        ([*(f"p{n}" for n in range(9)), *(f"q{n}" for n in range(6))], True),  # one came and six went
        ([f"p{n}" for n in range(5)], False),  # five came
        ([f"q{n}" for n in range(10)], False),  # others
        ([*(f"p{n}" for n in range(9)), *(f"q{n}" for n in range(40))], False),  # another, larger group
    ],
)
def test_a_group_is_told_apart_from_an_earlier_one_by_the_few_who_came_or_went(before, told):
    assert told_apart([f"p{n}" for n in range(10)], [before]) == told


def test_cells_are_held_against_earlier_ones_and_what_those_add_up_to():
    now = {"AB": people("a", 10) | people("b", 10) | {"late"}, "C": people("c", 8), "D": people("d", 9)}
    earlier = [people("a", 10), people("b", 10), people("c", 8), people("d", 8)]
    assert apart_from_earlier(now, earlier) == ["C"]
    assert apart_from_earlier(now, []) == ["AB", "C", "D"]


def test_of_hundreds_of_teams_after_moves_between_two_reports_nothing_follows(monkeypatch):
    """As many decompositions as leaks that hang together, far fewer than groups."""
    decided = []

    def counted(*asked):
        decided.append(len(asked[2]))
        return to_hide(*asked)

    to_hide = small_groups._to_hide
    monkeypatch.setattr(small_groups, "_to_hide", counted)
    draw = np.random.default_rng(5)
    sizes = draw.integers(2, 15, size=150)
    first = {f"T{n}": [f"p{n}-{k}" for k in range(size)] for n, size in enumerate(sizes)}
    everyone = [person for members in first.values() for person in members]
    shown = publishable_groups(first, known=[everyone])
    second = {team: list(members) for team, members in first.items()}
    for _ in range(20):
        leaves, joins = draw.choice(list(second), size=2, replace=False)
        if len(second[leaves]) > 1:
            second[joins].append(second[leaves].pop())
    known = [frozenset(everyone), *(frozenset(first[team]) for team in shown)]
    again = publishable_groups(second, known=known)
    assert 0 < len(decided) < len(second) / 5
    assert len(again) > len(shown) / 2
    before = set(derivable_groups(known))
    after = derivable_groups([*known, *(frozenset(second[team]) for team in again)])
    assert [leak for leak in after if leak not in before] == []
