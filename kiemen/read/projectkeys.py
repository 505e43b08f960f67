"""What may stand behind a key of a project file: judged by the argument that it becomes, before anything is read."""

from __future__ import annotations

import ast
import datetime as dt
import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from kiemen.errors import InputError
from kiemen.i18n import mark

if TYPE_CHECKING:
    from collections.abc import Mapping

TEXTS = "str | Sequence[str]"
# Names that annotations use for others.
NAMES = {
    "Columns": TEXTS,
    "ByRelation": f"{TEXTS} | Mapping[str, {TEXTS}]",
    "Day": "str | date",
    "Ties": "Sequence[Sequence[str]]",
    "Scale": "Mapping",
}
# Arguments that may be anything in Python, or more than they say.
STATED = {
    "file": "str",
    "objectors": TEXTS,
    "contacts": "str",
    "roster": "bool | str",
    "decisions": "str",
    "date": "Day",
    "reversed": "str | int | Sequence[str | int]",
}
# One column is as good as a list of one.
WIDER = ("Sequence[str] | Mapping[str, str] | None", "Sequence[str] | Mapping[str, str]")
LISTS = {"Sequence", "Iterable", "list", "tuple"}
WORDS = {
    "str": mark("text in quotes"),
    "date": mark("a date"),
    "int": mark("a whole number"),
    "float": mark("a number"),
    "bool": mark("true or false"),
    "Mapping": mark("a table"),
}
LISTS_OF = {
    "str": mark("a list of texts in quotes"),
    "int": mark("a list of whole numbers"),
    "float": mark("a list of numbers"),
}
# What a refusal offers is parted so; a comma and a word make it read.
OR = ", or "
A_LIST = mark("a list")
PLAIN = (str, int, float, list, tuple, dict, dt.date, dt.time)
LONGEST = 40


def check_kinds(table: Mapping[str, Any], kinds: Mapping[str, str], where: str) -> None:
    """Refuse what stands behind a key and can be no such argument; `kinds` has the annotations of arguments by key.

    Raises
    ------
    InputError
        That names the key, what stands there and what could; keys that have no kind are let through.
    """
    for key, value in table.items():
        said = STATED.get(key, kinds.get(key, ""))
        kind = _parsed(f"str | {said}" if said in WIDER else said or "object")
        if key in kinds and not _fits(kind, value):
            raise InputError(_refusal(key, value, kind, where))


def _refusal(key: str, value: object, kind: ast.expr, where: str) -> str:
    told = OR.join(dict.fromkeys(_worded(one) for one in _ways(kind) if _worded(one)))
    if not told:
        return f"{where}: {key} cannot be stated in a project file; leave it out."
    return f"{where}: {key} = {_written(value)} will not do; write {told}."


@lru_cache(maxsize=200)
def _parsed(annotation: str) -> ast.expr:
    return ast.parse(annotation, mode="eval").body


def _ways(kind: ast.expr) -> list[ast.expr]:
    """Give the kinds that an annotation names one beside the other."""
    if isinstance(kind, ast.BinOp):
        return [*_ways(kind.left), *_ways(kind.right)]
    if isinstance(kind, ast.Name) and kind.id in NAMES:
        return _ways(_parsed(NAMES[kind.id]))
    return [kind]


def _base(kind: ast.expr) -> str:
    """Give the bare name of a kind; what comes from a library can be stated in no file."""
    named = kind.value if isinstance(kind, ast.Subscript) else kind
    return named.id if isinstance(named, ast.Name) else ""


def _parts(kind: ast.expr) -> list[ast.expr]:
    """Give what stands between the brackets of a kind."""
    inner = kind.slice if isinstance(kind, ast.Subscript) else None
    return [] if inner is None else list(inner.elts) if isinstance(inner, ast.Tuple) else [inner]


def _fits(kind: ast.expr, value: object) -> bool:
    # What no file can hold comes from a notebook: whoever takes it judges it.
    return not isinstance(value, PLAIN) or any(_is(one, value) for one in _ways(kind))


def _is(kind: ast.expr, value: object) -> bool:
    name, number = _base(kind), isinstance(value, (int, float)) and not isinstance(value, bool)
    if name in LISTS:
        inner = [one for one in _parts(kind) if not isinstance(one, ast.Constant)]
        return isinstance(value, (list, tuple)) and all(any(_fits(one, part) for one in inner) for part in value)
    if name == "Mapping":
        return isinstance(value, dict) and all(
            _fits(one, part) or _fits(one, [part]) for one in _parts(kind)[1:] for part in value.values()
        )
    return {
        "str": isinstance(value, str),
        "bool": isinstance(value, bool),
        "int": number and float(value).is_integer(),  # type: ignore[arg-type]
        "float": number,
        "date": isinstance(value, dt.date),
        "object": not isinstance(value, dict),
    }.get(name, False)


def _worded(kind: ast.expr) -> str:
    name = _base(kind)
    if name not in LISTS:
        return WORDS.get(name, "")
    return next(
        (LISTS_OF[_base(one)] for part in _parts(kind) for one in _ways(part) if _base(one) in LISTS_OF), "a list"
    )


def _written(value: object) -> str:
    """Give a value about as it stands in the file."""
    if isinstance(value, (list, dict)):
        return "[…]" if isinstance(value, list) else "{…}"
    said = json.dumps(value, ensure_ascii=False) if isinstance(value, (str, bool)) else str(value)
    return said if len(said) <= LONGEST else f"{said[: LONGEST - 1]}…"


def kinds_of(annotations: Mapping[str, Any]) -> dict[str, str]:
    """Give annotations by name as they are written."""
    return {name: str(getattr(one, "__forward_arg__", one)) for name, one in annotations.items()}
