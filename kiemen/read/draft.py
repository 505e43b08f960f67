"""A project file to begin with, drafted from the files in a folder."""

from __future__ import annotations

import json
import re
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from kiemen.errors import InputError, KiemenError, KiemenWarning
from kiemen.read.kinds import GRAPH_ENDINGS, kind_of

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

ENDINGS = (".csv", ".tsv", ".txt", ".xlsx", ".ods", ".json", *GRAPH_ENDINGS)
# First who there is, then what they take part in, then what they said and did.
ORDER = ("roster", "initiatives", "memberships", "meetings", "events", "adoptions", "survey", "ties", "mail")
SCALES = ("innovativeness", "opinion_leadership", "room", "barriers", "shown_results", "encounters", "doing", "allies")
CODE = re.compile(r"^([A-Za-z]\w*)\[[^\]]+\]$")
HEAD = """\
# Drafted from the files in this folder: look at every line, then run
#   kiemen check     what was read, what was set aside and why
#   kiemen report    the report
[project]
title = {title}
language = {language}
# by = "department"       # column with the groups; the usual one if left out
# share = 0.1             # which part of the people you take to be early adopters: yours to say

[about]                   # for the works council and the data-protection officer
# purpose = ""
# legal_basis = ""
# controller = ""
# contact = ""
# retention = ""
# agreed = ""
"""


def draft_project(folder: str | os.PathLike[str], *, language: str = "en") -> str:
    """Draft a project file (TOML) from the tables in a folder.

    What each file is, is judged by its columns; what cannot be read is listed as a remark. Nothing about people is
    copied into it, only names of files and columns.

    Parameters
    ----------
    folder
        Folder with the exports.
    language
        Language the project file asks for, "nl" or "en".

    Returns
    -------
    str
        The text of a ``kiemen.toml``.

    Raises
    ------
    InputError
        If there is no file that could be read.
    """
    place = Path(folder)
    kinds: list[tuple[Path, str]] = []
    refused: list[str] = []
    for file in sorted(path for path in place.iterdir() if path.suffix.lower() in ENDINGS and path.is_file()):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", KiemenWarning)
                kinds.append((file, kind_of(file, {})))
        except KiemenError as error:
            refused.append(f"# {file.name}: {' '.join(str(error).split())}")
    if not kinds:
        raise InputError(f"there is no project file kiemen.toml in {place.resolve()}, nor a table to draft one from.")
    kinds.sort(key=lambda pair: (ORDER.index(pair[1]) if pair[1] in ORDER else len(ORDER), pair[0].name))
    surveys = [file for file, kind in kinds if kind == "survey"]
    steps = [_step(file, kind, kinds, surveys) for file, kind in kinds]
    head = HEAD.format(title=_quoted(place.resolve().name), language=_quoted(language))
    return "\n".join([head, *steps, *_scales(surveys), *refused]).rstrip() + "\n"


def _quoted(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)


def _step(file: Path, kind: str, kinds: Sequence[tuple[Path, str]], surveys: Sequence[Path]) -> str:
    lines = ["[[read]]", f"with = {_quoted(kind)}", f"file = {_quoted(file.name)}"]
    if kind == "survey" and len(surveys) > 1:
        lines.append(f"wave = {_quoted(_wave(file, surveys))}")
        lines.append('# date = "2027-03-01"     # its day, where the file does not tell: the latest is analysed')
    if kind != "roster" and any(other == "roster" for _, other in kinds):
        lines.append("roster = true             # match names with the people read above")
    return "\n".join([*lines, ""])


def _wave(file: Path, surveys: Sequence[Path]) -> str:
    """Give what tells one survey file from the others."""
    words = [set(re.split(r"[_\-. ]+", other.stem)) for other in surveys]
    own = [word for word in re.split(r"[_\-. ]+", file.stem) if word not in set.intersection(*words)]
    return " ".join(own) or file.stem


def _scales(surveys: Sequence[Path]) -> list[str]:
    """Give the batteries of statements in the surveys as scales to name; what they measure is not guessed."""
    from kiemen.read.tables import read_table

    codes: dict[str, int] = {}
    for file in surveys:
        for header in read_table(file).frame.columns:
            found = CODE.match(str(header))
            if found:
                codes[found.group(1)] = codes.get(found.group(1), 0) + 1
    made = [f'# [[scales]]\n# name = ""\n# items = {_quoted(code)}\n# low = 1\n# high = 5\n' for code in codes]
    if made:
        remark = "# Statements that belong together. Take away the signs and say what they measure:"
        made.insert(0, f"{remark}\n# {', '.join(SCALES)}.")
    return made
