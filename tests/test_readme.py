"""What the README shows runs as it stands, and what it points at is there."""

import os
import re
import warnings
from pathlib import Path

import matplotlib as mpl
import pytest

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


@pytest.mark.slow
def test_the_code_runs(tmp_path, capsys):
    mpl.use("Agg")
    here, made = Path.cwd(), {}
    os.chdir(tmp_path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            exec(compile("\n".join(blocks("python")), "README.md", "exec"), made)  # noqa: S102  our own text
    finally:
        os.chdir(here)
    assert (tmp_path / "report.html").exists()
    assert not capsys.readouterr().out
    # What it shows is worth showing: with every relation in one heap no wall stands out and no tie brings anybody.
    assert made["walls"].table["strong"].any()
    assert made["forecast"].gains.mean() > 1


def test_links_point_at_something():
    for target in re.findall(r"\]\((?!http)([^)#]+)\)", README):
        assert (ROOT / target).exists(), target


def test_the_commands_exist():
    from kiemen.cli import _parser

    for line in "\n".join(re.findall(r"```\n(.*?)```", README, re.DOTALL)).splitlines():
        words = line.split("#", maxsplit=1)[0].split()
        if words[:1] == ["kiemen"] and words[1] != "--help":
            _parser().parse_args(words[1:])
