import os
import threading
import time

import pytest

from kiemen.diffusion import progress
from kiemen.suggest import lanes
from kiemen.suggest.lanes import side_by_side


def test_work_side_by_side_keeps_its_order():
    work = {"b": lambda: 2, "a": lambda: 1}
    assert side_by_side(work) == {"b": 2, "a": 1}
    assert list(side_by_side(work, n_jobs=2)) == ["b", "a"]


def test_threads_know_that_no_bar_is_wanted(monkeypatch, capsys):
    monkeypatch.setattr(progress, "PATIENCE", 0.02)
    monkeypatch.setattr(progress, "_WARM", set())

    def slow(kernel):
        with progress.compiling(kernel):
            time.sleep(0.2)

    with progress.progress_bar(1, "Plan", show=False):
        side_by_side({"a": lambda: slow("one"), "b": lambda: slow("other")}, n_jobs=2)
    assert capsys.readouterr().err == ""


@pytest.fixture
def four_cores(monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2, 3}, raising=False)


def threads_used(n_jobs, pieces=6):
    seen = set()

    def work():
        seen.add(threading.get_ident())
        time.sleep(0.02)

    side_by_side({str(n): work for n in range(pieces)}, n_jobs)
    return len(seen)


@pytest.mark.parametrize(("n_jobs", "most"), [(None, 4), (1, 1), (2, 2), (-1, 4), (-2, 3), (-9, 1), (6, 6)])
def test_the_number_of_workers_is_counted_as_joblib_does(four_cores, n_jobs, most):
    assert threads_used(n_jobs) == most


def test_work_within_work_within_work_is_done_in_turn(four_cores):
    def depth():
        return lanes.DEPTH.get(), threading.get_ident()

    def inner():
        return side_by_side({"a": depth, "b": depth}, 2)

    def outer():
        return side_by_side({"a": inner, "b": inner}, 2)

    (level, first), (_, second) = side_by_side({"a": outer, "b": outer}, 2)["a"]["a"].values()
    assert level == lanes.DEEPEST
    assert first == second


def test_an_error_stops_what_has_not_begun():
    begun = []

    def fails():
        raise ValueError("no")

    def slow(name):
        time.sleep(0.01)
        begun.append(name)

    work = {"fails": fails, **{str(n): lambda n=n: slow(n) for n in range(200)}}
    with pytest.raises(ValueError, match="no"):
        side_by_side(work, n_jobs=2)
    assert len(begun) < 100
