"""Jobs are cut with their starters, added arcs become lists."""

import numpy as np

from kiemen.diffusion.base import Added, Job


def test_jobs_are_cut_with_their_starters():
    job = Job(np.array([0, 2, 3, 5]), np.array([1, 2, 3, 4, 5], np.int32), np.arange(3), 1, 4, 5, leave=2)
    part = job.part(1, 3)
    assert part.start_ptr.tolist() == [0, 1, 3]
    assert part.starts.tolist() == [3, 4, 5]
    assert part.runs.tolist() == [1, 2]
    assert part.leave == 2
    shared = Job(np.array([0, 2]), np.array([1, 2], np.int32), np.arange(3), 1, 4, 5).part(1, 3)
    assert shared.starts.tolist() == [1, 2]


def test_added_arcs_are_lists_per_source():
    added = Added(np.array([2, 0, 2]), np.array([1, 1, 0]), np.ones(3))
    head, following = added.lists(3)
    assert head.tolist() == [1, -1, 2]
    assert following.tolist() == [-1, -1, 0]
    assert Added.none().lists(3)[0].size == 0
