"""Names beside dots never cover each other."""

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kiemen.plots.labels import Sizes, apart, place_names, place_titles

SIZES = Sizes(character=1.0, line=1.0, gap=(0.5, 1.0))
FLOATS = st.floats(0, 20, allow_nan=False)


def box(spot, length):
    left = spot.x - {"left": 0, "right": length, "center": length / 2}[spot.align]
    return left, spot.y - 0.5, left + length, spot.y + 0.5


@given(st.lists(st.tuples(FLOATS, FLOATS, st.integers(1, 12)), max_size=12))
def test_no_name_covers_another(dots):
    lengths = [length for *_, length in dots]
    spots = place_names(np.array([dot[:2] for dot in dots]).reshape(-1, 2), lengths, SIZES)
    boxes = [box(spot, length) for spot, length in zip(spots, lengths, strict=True) if spot is not None]
    for n, a in enumerate(boxes):
        for b in boxes[n + 1 :]:
            assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


def test_the_first_gets_its_place_and_borders_hold():
    first, second = place_names(np.array([[0.0, 0.0], [9.0, 5.0]]), [4, 4], SIZES, within=(-1.0, 10.0))
    assert first.align == "left"
    assert second.align == "right"
    assert place_names(np.array([[0.0, 0.0]]), [40], SIZES, within=(-1.0, 10.0)) == [None]


@given(st.lists(FLOATS, max_size=9))
def test_labels_at_line_ends_are_apart_and_in_order(heights):
    placed = apart(heights, 1.5)
    order = sorted(range(len(heights)), key=lambda i: (heights[i], i))
    assert all(placed[b] - placed[a] >= 1.5 - 1e-6 for a, b in itertools.pairwise(order))
    assert abs(sum(placed) - sum(heights)) < 1e-6


def test_every_disc_has_a_title_and_neighbours_do_not_share_a_place():
    discs = np.array([[0.0, 0.0, 2.0], [1.0, 0.0, 2.0], [0.5, 0.0, 2.0]])
    spots = place_titles(discs, [3, 3, 3], SIZES)
    boxes = [box(spot, 3) for spot in spots]
    assert len(spots) == 3
    for n, a in enumerate(boxes):
        for b in boxes[n + 1 :]:
            assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


def test_a_name_keeps_off_its_own_dot():
    (spot,) = place_names(np.array([[0.0, 0.0]]), [4], SIZES, reach=[2.0])
    assert spot.x == 2.5


def test_a_title_stands_at_its_own_disc_also_where_that_is_crowded():
    discs = np.array([(0.0, 0.0, 0.5), (0.75, 0.6, 0.25)])
    x, y = (grid.ravel() for grid in np.meshgrid(np.arange(-1, 1.01, 0.02), np.arange(-1, 1.01, 0.02)))
    room = (x > 0.2) & (y > 0.4)  # between the two discs, and nearer to the other one
    spots = place_titles(discs, [8, 8], Sizes(0.02, 0.08, (0.0, 0.0)), points=np.column_stack([x, y])[~room])
    for i, spot in enumerate(spots):
        away = np.hypot(discs[:, 0] - spot.x, discs[:, 1] - spot.y) - discs[:, 2]
        assert away.argmin() == i


def test_titles_of_many_discs_touch_their_own_and_leave_each_other_free():
    """Hexagonal rows of discs, so near that the first titles have to make room for the last."""
    discs = np.array([(2.2 * n + row % 2 * 1.1, 1.9 * row, 1.0) for row in range(5) for n in range(8)])
    sizes = Sizes(0.2, 0.4, (0.0, 0.0))
    spots = place_titles(discs, [9] * 40, sizes)
    boxes = np.array([(spot.x - 0.9, spot.y - 0.2, spot.x + 0.9, spot.y + 0.2) for spot in spots])
    for n, ((x, y, reach), (left, foot, right, top)) in enumerate(zip(discs, boxes, strict=True)):
        assert np.hypot(max(left - x, x - right, 0), max(foot - y, y - top, 0)) <= reach + 0.1
        others = boxes[:n]
        apart = (right <= others[:, 0]) | (others[:, 2] <= left) | (top <= others[:, 1]) | (others[:, 3] <= foot)
        assert apart.all()
