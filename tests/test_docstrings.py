"""Every public name explains itself in numpydoc form, and every module and function has a docstring."""

import ast
import dataclasses
import inspect
from pathlib import Path

import pytest
from numpydoc.validate import validate

import kiemen
from kiemen._rooms import ROOMS
from kiemen.results import Result

PACKAGE = Path(kiemen.__file__).parent

# Not asked for: types stand in the signature (PR04, RT02), one-line summaries suffice for small things (ES01, SA01,
# SA04), and layout is ruff's affair (GL01-03, PR08, PR09, RT03-05, SS05, SS06, YD01).
SKIPPED = {"ES01", "PR02", "PR04", "SA01", "SA03", "SA04", "YD01", "PR08", "PR09", "SS05", "SS06"}
SKIPPED |= {"GL01", "GL02", "GL03", "RT02", "RT03", "RT04", "RT05"}
# Methods are explained in their class or function; these parts are asked of functions and classes only.
OF_METHODS_NOT = {"PR01", "RT01", "EX01"}


def public() -> list[str]:
    names = []
    for name, room in sorted(ROOMS.items()):
        names.append(f"{room}.{name}")
        found = getattr(kiemen, name)
        if inspect.isclass(found):
            names += [
                f"{room}.{name}.{method}"
                for method, body in vars(found).items()
                if not method.startswith("_") and inspect.isfunction(inspect.unwrap(getattr(body, "__func__", body)))
            ]
    return names


INHERITED = {field.name for field in dataclasses.fields(Result)}


def of_results(name: str, found: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """A result is shown by the function that makes it, an error by its parent; what all have is explained there."""
    kind = getattr(kiemen, name.rsplit(".", 1)[-1], None)
    if name.startswith("kiemen.errors.") and not name.endswith((".KiemenError", ".KiemenWarning")):
        return [(code, words) for code, words in found if code != "EX01"]
    if not (inspect.isclass(kind) and issubclass(kind, Result) and kind is not Result):
        return found
    own = {field.name for field in dataclasses.fields(kind)} - INHERITED
    documented = {code for code, words in found if code == "PR01" and not any(f"'{field}'" in words for field in own)}
    return [(code, words) for code, words in found if code != "EX01" and code not in documented]


@pytest.mark.parametrize("name", public())
def test_numpydoc(name):
    found = of_results(name, validate(name)["errors"])
    skipped = SKIPPED | (OF_METHODS_NOT if name.rsplit(".", 2)[-2][0].isupper() else set())
    wrong = [f"{code}: {words}" for code, words in found if code not in skipped]
    assert not wrong, f"{name}: {'; '.join(wrong)}"


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_every_module_and_public_function_has_a_docstring(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree), "no docstring"
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
            inner = any(
                node in ast.walk(other)
                for other in ast.walk(tree)
                if isinstance(other, ast.FunctionDef) and other is not node
            )
            assert inner or ast.get_docstring(node), f"{node.name} has no docstring"
