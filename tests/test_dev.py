"""The two commands of a checkout: made once, reused, refused with a clear word."""

import subprocess
import sys

import pytest

from kiemen import dev


@pytest.fixture
def calls(monkeypatch, tmp_path):
    """Record what would be run, in an empty place."""
    made = []

    def run(command):
        made.append(command)
        if command[1:3] == ["-m", "venv"]:
            python = tmp_path / ".venv" / "bin" / "python"
            python.parent.mkdir(parents=True)
            python.touch()
        return 0

    monkeypatch.setattr(dev, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(dev, "run", run)
    monkeypatch.setattr(dev.os, "name", "posix")
    return made


def test_the_environment_is_made_once_and_reused(calls, capsys):
    assert dev.main(["test", "-q"]) == 0
    assert [command[2] for command in calls] == ["venv", "pip", "pytest"]
    assert calls[-1][-1] == "-q"
    calls.clear()
    assert dev.main(["test"]) == 0
    assert [command[2] for command in calls] == ["pytest"]
    assert "Making .venv" in capsys.readouterr().out


def test_an_interrupted_installation_starts_again(calls, monkeypatch):
    monkeypatch.setattr(dev, "run", lambda command: calls.append(command) or (1 if "pip" in command else 0))
    (dev.VENV / "bin").mkdir(parents=True)
    (dev.VENV / "bin" / "python").touch()
    with pytest.raises(SystemExit) as stopped:
        dev.main(["demo"])
    assert stopped.value.code == 2
    assert not (dev.VENV / "installed-plain").exists()


def test_the_demo_makes_the_report_of_the_municipality(calls):
    assert dev.main(["demo"]) == 0
    command = calls[-1]
    assert command[2:4] == ["kiemen", "report"]
    assert command[4].endswith("kiemen.toml")
    assert "--overwrite" in command


def test_every_check_runs_and_one_failure_is_enough(calls, monkeypatch):
    monkeypatch.setattr(dev, "environment", lambda _: "/some/python")
    monkeypatch.setattr(dev, "run", lambda command: calls.append(command) or int("mypy" in command))
    assert dev.main(["lint"]) == 1
    assert len(calls) == 4


def test_an_old_python_is_refused(monkeypatch, capsys):
    monkeypatch.setattr(dev.sys, "version_info", (3, 9, 1))
    assert dev.main(["test"]) == 2
    assert "3.11" in capsys.readouterr().err


def test_it_needs_nothing_installed():
    code = "import sys; import kiemen.dev; print([m for m in sys.modules if m.split('.')[0] in ('numpy', 'pandas')])"
    done = subprocess.run([sys.executable, "-S", "-c", code], cwd=dev.ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
