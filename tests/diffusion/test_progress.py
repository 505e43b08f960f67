"""A word while it compiles, and silence when it does not."""

import logging
import time

from kiemen.diffusion import progress


def test_a_slow_first_call_is_told_once(monkeypatch, caplog, capsys):
    monkeypatch.setattr(progress, "PATIENCE", 0.02)
    monkeypatch.setattr(progress, "_WARM", set())
    with caplog.at_level(logging.INFO, logger="kiemen"):
        with progress.compiling("slow one"):
            time.sleep(0.3)
        with progress.compiling("slow one"):
            time.sleep(0.1)
    assert [record.getMessage().split(":")[0] for record in caplog.records] == ["preparing slow one"]
    assert "Preparing the simulation" in capsys.readouterr().err


def test_a_quick_call_says_nothing(monkeypatch, caplog):
    monkeypatch.setattr(progress, "_WARM", set())
    with caplog.at_level(logging.INFO, logger="kiemen"), progress.compiling("quick one"):
        pass
    assert not caplog.records


def test_no_bar_when_none_is_wanted(capsys):
    with progress.progress_bar(3, "Worlds", show=False) as bar:
        bar.update(3)
    assert capsys.readouterr().err == ""


def test_who_wants_no_bar_reads_it_in_the_log_only(monkeypatch, caplog, capsys):
    monkeypatch.setattr(progress, "PATIENCE", 0.02)
    monkeypatch.setattr(progress, "_WARM", set())
    caplog.set_level(logging.INFO, logger="kiemen")
    with progress.progress_bar(1, "Worlds", show=False), progress.compiling("slow one"):
        time.sleep(0.3)
    assert capsys.readouterr().err == ""
    assert len(caplog.records) == 1


def test_long_work_is_not_taken_for_compiling(monkeypatch, caplog, capsys):
    import sys
    import types

    made = types.SimpleNamespace(spread_fires=types.SimpleNamespace(signatures=["once"]))
    monkeypatch.setitem(sys.modules, "kiemen._kernels.fire", made)
    monkeypatch.setattr(progress, "PATIENCE", 0.02)
    monkeypatch.setattr(progress, "_WARM", set())
    with caplog.at_level(logging.INFO, logger="kiemen"), progress.compiling("fire"):
        time.sleep(0.3)
    assert not caplog.records
    assert capsys.readouterr().err == ""


def test_the_word_is_in_the_language_of_who_waits(monkeypatch, capsys):
    """A thread says it, and a thread starts without the language of the session."""
    import contextvars

    import kiemen

    monkeypatch.setattr(progress, "PATIENCE", 0.02)
    monkeypatch.setattr(progress, "_WARM", set())

    def wait() -> None:
        kiemen.set_language("nl")
        with progress.compiling("slow one"):
            time.sleep(0.3)

    contextvars.copy_context().run(wait)
    assert "eenmalig na installatie ..." in capsys.readouterr().err
