"""Intervals are tried in `test_scores` and `test_suggestions`."""

import numpy as np

from kiemen.plots.intervals import draw_intervals
from kiemen.plots.style import own_figure


def test_the_first_row_is_on_top():
    ax = draw_intervals(own_figure().add_subplot(), ["a", "b"], [1.0, 2.0], [0, 1], [2, 3])
    heights = np.asarray(ax.collections[-1].get_offsets())[:, 1]
    assert heights[0] > heights[1]
