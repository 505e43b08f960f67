"""The commands of a checkout: ``python -m kiemen.dev demo`` and ``python -m kiemen.dev test``.

Standard library only: it runs before anything is installed. It makes ``.venv`` once, keeps it up to date when
``pyproject.toml`` changes, and then runs the real command inside it, so nothing has to be activated.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
REPORT = ROOT / "kiemen-report"
OLDEST = (3, 11)


def main(arguments: list[str] | None = None) -> int:
    """Run one command and give its exit code."""
    parser = argparse.ArgumentParser(prog="python -m kiemen.dev", description="Commands for a checkout of kiemen.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("demo", help="make the report of the shipped municipality in kiemen-report/")
    commands.add_parser("test", help="run the tests; further arguments go to pytest")
    commands.add_parser("lint", help="check style, types, layers and translations")
    commands.add_parser("messages", help="collect the texts of the package and compile the translations")
    chosen, rest = parser.parse_known_args(arguments)
    if rest and chosen.command not in {"test", "demo"}:
        parser.error(f"{chosen.command} takes no further arguments: {' '.join(rest)}")
    if sys.version_info < OLDEST:
        sys.stderr.write(f"kiemen needs Python {OLDEST[0]}.{OLDEST[1]} or newer; this is {sys.version.split()[0]}.\n")
        return 2
    return {"demo": demo, "test": test, "lint": lint, "messages": messages}[chosen.command](rest)


def demo(rest: list[str]) -> int:
    """Make the report of the shipped municipality."""
    python = environment("")
    project = ROOT / "datasets" / "gemeente" / "kiemen.toml"
    command = [python, "-m", "kiemen", "report", str(project), "--out", str(REPORT), "--overwrite", *rest]
    return run(command)


def test(rest: list[str]) -> int:
    """Run the tests, on all cores and with coverage unless something else is asked for."""
    python = environment("test")
    usual = ["-n", "auto", "--dist", "loadfile", "--cov", "--cov-report", "term"]
    return run([python, "-m", "pytest", *(rest or usual)])


def lint(_: list[str]) -> int:
    """Run every check that needs no running code; all of them, so that one round shows everything."""
    python = environment("dev")
    checks = (
        [python, "-m", "ruff", "check", "."],
        [python, "-m", "ruff", "format", "--check", "."],
        [python, "-m", "mypy"],
        [str(Path(python).with_name("lint-imports" + (".exe" if os.name == "nt" else "")))],
    )
    return max(run(check) for check in checks)


def messages(_: list[str]) -> int:
    """Bring the Dutch catalogues up to date with the texts in the code, and compile them.

    Every room has a catalogue of its own; a text that no catalogue translates is listed and the exit code is 1.
    """
    return run([environment("dev"), str(ROOT / "tests" / "messages.py")])


def environment(extra: str) -> str:
    """Give the Python of ``.venv`` with the package and its `extra` installed, made or renewed where needed."""
    python = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    stamp = VENV / f"installed-{extra or 'plain'}"
    wanted = hashlib.sha256(
        (ROOT / "pyproject.toml").read_bytes() + sysconfig.get_python_version().encode()
    ).hexdigest()
    if python.exists() and stamp.exists() and stamp.read_text() == wanted:
        return str(python)
    if not python.exists():
        say("Making .venv (once; this takes a minute or two) ...")
        shutil.rmtree(VENV, ignore_errors=True)
        if run([sys.executable, "-m", "venv", str(VENV)]) != 0:
            sys.stderr.write("Python could not make a virtual environment; on Debian, install python3-venv first.\n")
            raise SystemExit(2)
    say("Installing kiemen into .venv ...")
    target = f"{ROOT}[{extra}]" if extra else str(ROOT)
    quiet = ["--quiet", "--disable-pip-version-check"]
    if run([str(python), "-m", "pip", "install", *quiet, "--editable", target]) != 0:
        sys.stderr.write("The installation failed; the lines above say why. Run the same command to try again.\n")
        raise SystemExit(2)
    stamp.write_text(wanted)
    return str(python)


def run(command: list[str]) -> int:
    """Run `command` in the checkout and give its exit code."""
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def say(words: str) -> None:
    """Tell what is going on, at once."""
    print(words, flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
