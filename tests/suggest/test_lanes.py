import time

from kiemen.diffusion import progress
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
