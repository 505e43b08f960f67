"""Independent pieces of work beside each other."""

from __future__ import annotations

import os
from contextvars import ContextVar, copy_context
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

T = TypeVar("T")

# How many rounds of threads the work at hand is part of; below the second there are threads enough for every core.
DEPTH: ContextVar[int] = ContextVar("depth of work side by side", default=0)
DEEPEST = 2


def side_by_side(work: Mapping[str, Callable[[], T]], n_jobs: int | None = None) -> dict[str, T]:
    """Do independent work on threads, at most one per core; the answers do not depend on how many there are.

    Parameters
    ----------
    work
        What to do, by name.
    n_jobs
        Most threads; a negative number counts back from the number of cores (-1 = all), None takes all.
    """
    threads = min(len(work), _threads(n_jobs))
    if threads < 2 or DEPTH.get() >= DEEPEST:
        return {name: do() for name, do in work.items()}
    from concurrent.futures import ThreadPoolExecutor

    def deeper(do: Callable[[], T]) -> T:
        DEPTH.set(DEPTH.get() + 1)
        return do()

    with ThreadPoolExecutor(threads) as pool:
        # Threads begin without what was asked for here, such as no words on the screen: each takes a copy along.
        found = [pool.submit(copy_context().run, deeper, do) for do in work.values()]
        try:
            return {name: one.result() for name, one in zip(work, found, strict=True)}
        except BaseException:
            # What has not begun need not: its answer is no longer asked for.
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _threads(n_jobs: int | None) -> int:
    """Give the number of threads, as joblib counts them, without the tenth of a second that loading it takes."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if n_jobs is None:
        return cores
    return n_jobs if n_jobs > 0 else max(cores + 1 + n_jobs, 1)
