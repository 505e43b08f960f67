"""Small rules of the house that a machine can see."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "kiemen"
MODULES = sorted(p for p in PACKAGE.rglob("*.py") if "locale" not in p.parts)
ROOMS = {
    "sklearn": ("adoption/", "suggest/acceptance"),
    "matplotlib": ("plots/",),
    "jinja2": ("report/",),
    "xlsxwriter": ("_files.py", "report/"),
    "rapidfuzz": ("read/",),
    "openpyxl": ("read/",),
    "duckdb": ("read/",),
    "numba": ("_kernels/",),
}


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_third_parties_stay_in_their_rooms(path):
    place = path.relative_to(PACKAGE).as_posix()
    for package in imports(path) & set(ROOMS):
        assert place.startswith(ROOMS[package]), f"{package} may not be imported in {place}"


def test_every_module_has_its_test_file():
    names = {p.stem for p in (ROOT / "tests").rglob("test_*.py")}
    lone = [
        str(p.relative_to(PACKAGE))
        for p in MODULES
        if p.stem not in {"__init__", "__main__", "dev"} and f"test_{p.stem.lstrip('_')}" not in names
    ]
    assert not lone, f"modules without a test file of their own name: {lone}"


def test_files_hold_one_idea():
    long = [str(p.relative_to(ROOT)) for p in MODULES if len(p.read_text(encoding="utf-8").splitlines()) > 500]
    assert not long, f"more than 500 lines: {long}"


def test_no_loose_ends():
    words = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    found = [str(p.relative_to(ROOT)) for p in MODULES if words.search(p.read_text(encoding="utf-8"))]
    assert not found


def test_nothing_prints_pickles_or_reaches_out():
    banned = {"print", "eval", "exec", "input"}
    for path in MODULES:
        if path.name == "dev.py":
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        called = {n.func.id for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)}
        assert not called & banned, path
        assert not imports(path) & {"pickle", "socket", "urllib", "requests", "http", "marshal", "shelve"}, path


def test_no_module_imports_its_own_package_root():
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            assert "kiemen" not in names, path
            assert not (isinstance(node, ast.ImportFrom) and node.module == "kiemen"), path
