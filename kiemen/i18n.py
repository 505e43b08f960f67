"""Texts in Dutch and English.

English sentences are the message ids; every room has its own catalogue in ``locale/<language>/LC_MESSAGES``. Numbers
inside a sentence follow the language too (``12.5%`` is ``12,5%`` in Dutch).
"""

from __future__ import annotations

import gettext
import os
import string
from contextvars import ContextVar
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiemen.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

LANGUAGES = ("en", "nl")
LOCALE_FOLDER = Path(__file__).parent / "locale"

_chosen: ContextVar[str | None] = ContextVar("kiemen_language", default=None)


def set_language(language: str) -> None:
    """Choose the language of summaries, reasons and tables in this session.

    Answers: "Can I have this in Dutch?" A `language=` argument of a single call goes before it; a session starts in
    the language of the environment variable ``KIEMEN_LANGUAGE``, or English.

    Parameters
    ----------
    language
        "nl" or "en".

    Raises
    ------
    InputError
        If the language is not one of these.

    Examples
    --------
    >>> import kiemen
    >>> kiemen.set_language("en")
    """
    _chosen.set(_checked(language))


def _checked(language: str) -> str:
    if language not in LANGUAGES:
        raise InputError(f"language must be 'nl' or 'en', not {language!r}.")
    return language


def resolve_language(language: str | None) -> str:
    """Give the language to use: the argument, else the session's, else the environment's, else English."""
    if language is not None:
        return _checked(language)
    chosen = _chosen.get()
    if chosen is not None:
        return chosen
    wished = os.environ.get("KIEMEN_LANGUAGE", "en")
    return wished if wished in LANGUAGES else "en"


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    folder = LOCALE_FOLDER / language / "LC_MESSAGES"
    catalogue: gettext.NullTranslations = gettext.NullTranslations()
    for path in sorted(folder.glob("*.mo"), reverse=True):
        with path.open("rb") as file:
            room = gettext.GNUTranslations(file)
        room.add_fallback(catalogue)
        catalogue = room
    return catalogue


class _Formatter(string.Formatter):
    """`str.format` without attribute or index access, and with the numbers of the language."""

    def __init__(self, language: str) -> None:
        self.language = language

    def get_field(self, field_name: str, args: Sequence[Any], kwargs: Any) -> tuple[Any, str]:
        """Take a placeholder by its bare name, so that a name in the data can reach nothing else."""
        return self.get_value(field_name, args, kwargs), field_name

    def format_field(self, value: Any, format_spec: str) -> str:
        """Write a number as the language does; with ``{n:# tie|# ties}`` the word that goes with what is shown."""
        if "|" in format_spec:
            *how, one, many = format_spec.split("|")
            shown = self.format_field(value, "".join(how))
            return (one if shown == "1" else many).replace("#", shown)
        if isinstance(value, float) and not format_spec:
            format_spec = ".3g"
        shown = str(format(value, format_spec))
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        if is_number and shown.startswith("-") and not set(shown) & set("123456789ian"):
            shown = shown[1:]  # what rounds to nothing has no sign
        if is_number and self.language == "nl":
            return shown.translate(str.maketrans(".,", ",."))
        return shown


@lru_cache(maxsize=4096)
def _translated(message: str, language: str) -> str:
    """Give a message in the language; a long report says the same sentence thousands of times."""
    return _catalogue(language).gettext(message)


@lru_cache(maxsize=4096)
def _pieces(template: str) -> tuple[tuple[str, str | None, str], ...] | None:
    """Take a template apart once: text, placeholder, form; None where it asks for more than that."""
    parsed = [(words, name, form or "", how) for words, name, form, how in string.Formatter().parse(template)]
    if any(name is not None and (not name.isidentifier() or how or "{" in form) for _, name, form, how in parsed):
        return None
    return tuple(piece[:3] for piece in parsed)


def _worded(template: str, language: str, values: dict[str, Any]) -> str:
    if "{" not in template and "}" not in template:
        return template
    spoken = {key: value.say(language) if hasattr(value, "say") else value for key, value in values.items()}
    writer, pieces = _Formatter(language), _pieces(template)
    if pieces is None:
        return writer.vformat(template, (), spoken)
    filled = [
        words if name is None else words + writer.format_field(spoken[name], form) for words, name, form in pieces
    ]
    return "".join(filled)


def text(message: str, /, language: str | None = None, **values: Any) -> str:
    """Give `message` in the language with its ``{placeholders}`` filled in.

    A count and the words that go with it stand in one placeholder, the form for one first: ``{n:# tie is|# ties are}``,
    where # is the count; ``{n:.0f|# tie|# ties}`` for one that is not whole. A translation has its own words there.

    Examples
    --------
    >>> text("{share:.1%} of the people answered", "en", share=0.625)
    '62.5% of the people answered'
    >>> text("{n:# period|# periods}", "en", n=1)
    '1 period'
    """
    chosen = resolve_language(language)
    return _worded(_translated(message, chosen), chosen, values)


def plural(one: str, many: str, n: int, /, language: str | None = None, **values: Any) -> str:
    """Give the form of a message that fits the count `n`, which is also the placeholder ``{n}``."""
    chosen = resolve_language(language)
    return _worded(_catalogue(chosen).ngettext(one, many, n), chosen, {"n": n, **values})


def worded(value: Any, language: str | None = None) -> str:
    """Give a word of the library in the language; any other text stays as it is, braces and all."""
    said = str(value)
    return text(said, language) if said and "{" not in said and "}" not in said else said


def mark(message: str) -> str:
    """Mark a message for translation where it is written and worded later."""
    return message


def number(value: float, digits: int = 0, language: str | None = None) -> str:
    """Give a number as the language writes it, with `digits` decimals and thousands apart."""
    chosen = resolve_language(language)
    return _Formatter(chosen).format_field(float(value), f",.{digits}f")
