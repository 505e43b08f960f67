"""Independent pieces of work beside each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

T = TypeVar("T")


def side_by_side(work: Mapping[str, Callable[[], T]], n_jobs: int | None = None) -> dict[str, T]:
    """Do independent work on threads, at most one per core; the answers do not depend on how many there are."""
    from contextvars import copy_context

    from joblib import Parallel, cpu_count, delayed

    workers = min(len(work), cpu_count()) if n_jobs is None else n_jobs
    if workers == 1 or len(work) < 2:
        return {name: do() for name, do in work.items()}
    # Threads begin without what was asked for here, such as no words on the screen: each takes a copy along.
    found = Parallel(n_jobs=workers, prefer="threads")(delayed(copy_context().run)(do) for do in work.values())
    return dict(zip(work, found, strict=True))
