"""The compiled search along ties of different length: parts add up, and pieces of the network stay apart."""

import numpy as np
import pytest

from kiemen._kernels.lengths import betweenness_by_length


def test_sources_can_be_walked_in_parts():
    """A ring of six with one long tie, as rows of contacts."""
    starts = np.arange(0, 14, 2)
    contacts = np.array([1, 5, 0, 2, 1, 3, 2, 4, 3, 5, 0, 4], np.int32)
    lengths = np.array([1, 9, 1, 1, 1, 1, 1, 1, 1, 1, 9, 1.0])
    ways = (starts, contacts, lengths, starts, contacts, lengths)
    whole = betweenness_by_length(*ways, 0, 6)
    parts = betweenness_by_length(*ways, 0, 2) + betweenness_by_length(*ways, 2, 6)
    assert whole == pytest.approx(parts)
    # the long tie is never shorter than the way round (5 steps), so this is a path of six
    assert whole / 2 == pytest.approx([0, 4, 6, 6, 4, 0])


def test_people_out_of_reach_count_for_nothing():
    starts = np.array([0, 1, 2, 2])
    contacts = np.array([1, 0], np.int32)
    lengths = np.ones(2)
    assert betweenness_by_length(starts, contacts, lengths, starts, contacts, lengths, 0, 3).tolist() == [0, 0, 0]
