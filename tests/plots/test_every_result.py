"""Every result that says it has a picture has one."""

import ast
from pathlib import Path

import pytest

from kiemen import plots
from kiemen.plots.style import __file__ as here

PACKAGE = Path(here).parents[1]


def pictures() -> list[str]:
    found = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.AnnAssign) and getattr(node.target, "id", "") == "_plot" and node.value is not None:
                found.add(ast.literal_eval(node.value))
    return sorted(found - {""})


@pytest.mark.parametrize("name", pictures())
def test_it_is_there(name):
    assert name in plots.__all__
    assert callable(getattr(plots, name))
