"""A project file to begin with, drafted from the files in a folder."""

from __future__ import annotations

import contextlib
import json
import re
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from kiemen.errors import InputError, KiemenError, KiemenWarning
from kiemen.i18n import mark, resolve_language, text
from kiemen.read.batteries import find_batteries
from kiemen.read.headerwords import WORDS
from kiemen.read.kinds import GRAPH_ENDINGS, kind_of
from kiemen.read.questions import asks_advice, find_questions, goes_first, language_of
from kiemen.read.refusals import in_language
from kiemen.read.roles import by_words
from kiemen.read.roster import read_roster
from kiemen.read.tables import read_table

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

    from kiemen.network import Network
    from kiemen.read.batteries import Battery
    from kiemen.read.questions import Questions

ENDINGS = (".csv", ".tsv", ".txt", ".xlsx", ".ods", ".json", *GRAPH_ENDINGS)
# First who there is, then what they take part in, then what they said and did.
ORDER = ("roster", "initiatives", "memberships", "meetings", "events", "adoptions", "survey", "ties", "mail")
# What statements can measure, in words.
SCALES = {
    "innovativeness": mark("who likes to try new things"),
    "opinion_leadership": mark("whose view counts for others"),
    "room": mark("room to be heard and to do things differently"),
    "barriers": mark("what stands in the way"),
    "shown_results": mark("having seen that it works"),
    "encounters": mark("meeting initiators and other groups"),
    "doing": mark("doing it, not only talking about it"),
    "allies": mark("allies who stoke along"),
}
# What the drafted file says about itself; names of keys and commands stay as they are.
OPENING = mark("Drafted from the files in this folder: look at every line, then run")
CHECKED = mark("what was read, what was set aside and why")
REPORTED = mark("the report")
GROUPS = mark("column with the groups; the usual one if left out")
SHARE = mark("which part of the people you take to be early adopters: yours to say")
ABOUT = mark("for the works council and the data-protection officer")
DAY = mark("its day, where the file does not tell: the latest is analysed")
MATCH = mark("match names with the people read above")
STATEMENTS = mark(
    "Statements in a row. Take away the signs, leave together what measures one thing (a [[scales]] for each), and say "
    "what. reversed = [2] where the second says the opposite."
)
ASKED = mark(
    "Questions about colleagues. Take away the sign and give each a short name; that of who tries new things stays as "
    "it is, then it points to early adopters:"
)
NAMED = mark("Whom the team may see by name. Take away the sign, here and before consenting at the top:")
WHICH = mark("the ties that count as working together; all of them if left out")
WHOM = mark("column with yes or no: whom the team may see by name")
# Names for kinds of ties, the last of who tries new things.
TOGETHER, ASKS_ADVICE, FIRST = mark("works with"), mark("asks advice"), mark("dares")
MAY_BE_NAMED = mark("may be named")
KEPT = mark("keeps which groups reports showed, so that two together give nobody away")
DECIDED = mark('decisions on names; add decisions = "{file}" to the steps with names in them')
OUTSIDE = mark("people outside: allies, inhabitants, partners")
# What a list of contacts says of each, and the part of them who may be colleagues by name.
ORGANISATION = ("organisatie", "organisation", "organization", "company", "bedrijf")
MOST_INSIDE = 0.1
KEYS = ("purpose", "legal_basis", "controller", "contact", "retention", "agreed")


def draft_project(folder: str | os.PathLike[str], *, language: str | None = "en") -> str:
    """Draft a project file (TOML) from the tables in a folder.

    What each file is, is judged by its columns; what cannot be read is listed as a remark. Nothing about people is
    copied into it, only names of files and columns.

    Parameters
    ----------
    folder
        Folder with the exports.
    language
        Language the project file asks for, "nl" or "en"; None takes that of the questions in the surveys, where clear.

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
    refused: list[tuple[Path, KiemenError | None]] = []
    for file in sorted(path for path in place.iterdir() if path.suffix.lower() in ENDINGS and path.is_file()):
        if _decides_names(file):
            refused.append((file, None))
            continue
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", KiemenWarning)
                kinds.append((file, kind_of(file, {})))
        except KiemenError as error:
            refused.append((file, error))
    if not kinds:
        raise InputError(f"there is no project file kiemen.toml in {place.resolve()}, nor a table to draft one from.")
    rosters = [file for file, kind in kinds if kind == "roster"]
    outside = [file for file, kind in kinds if rosters and kind == "memberships" and _of_contacts(file, rosters[0])]
    kinds = [(file, kind) for file, kind in kinds if file not in outside[:1]]
    kinds.sort(key=lambda pair: (ORDER.index(pair[1]) if pair[1] in ORDER else len(ORDER), pair[0].name))
    surveys = [file for file, kind in kinds if kind == "survey"]
    roster = _known(next((file for file, kind in kinds if kind == "roster"), None) if surveys else None)
    asked = {file: find_questions(file, roster) for file in surveys}
    if language is None:
        language = resolve_language(language_of(header for one in asked.values() for header in one.headers))
    steps = [_step(file, kind, kinds, surveys, language=language, asked=asked.get(file)) for file, kind in kinds]
    if outside:
        listed = f"contacts = {_quoted(outside[0].name)}    # {text(OUTSIDE, language)}\n"
        steps[0] = steps[0].removesuffix("\n") + f"\n{listed}"
    head = _head(place.resolve().name, language, list(asked.values()))
    unread = [f"# {file.name}: {_why_not(file, error, language)}" for file, error in refused]
    return "\n".join([head, *steps, *_scales(surveys, roster, language), *unread]).rstrip() + "\n"


def _why_not(file: Path, error: KiemenError | None, language: str) -> str:
    """Say why a file is no step of the project: it cannot be read, or holds decisions on names."""
    if error is None:
        return text(DECIDED, language, file=file.name)
    return " ".join(in_language(str(error), language).split())


def _of_contacts(file: Path, roster: Path) -> bool:
    """Say whether a table lists people outside, each once with an organisation, and hardly anybody of the roster."""
    with contextlib.suppress(KiemenError):
        table, known = read_table(file).frame, _known(roster)
        person, where = by_words(table, WORDS["person"]), by_words(table, ORGANISATION)
        if known is not None and person is not None and where is not None and len(table):
            names = table[person].astype(str).str.strip().str.casefold()
            inside = set(known.people["name"].astype(str).str.casefold()) | set(map(str.casefold, known.ids))
            return bool(names.is_unique and names.isin(inside).mean() < MOST_INSIDE)
    return False


def _decides_names(file: Path) -> bool:
    """Say whether a file is what `kiemen check --review` wrote: who is meant by a name, as somebody decided."""
    if file.suffix.lower() != ".csv":
        return False
    with file.open(encoding="utf-8-sig", errors="replace") as lines:
        headers = {word.strip('" ') for word in re.split("[;,\t]", lines.readline(500).strip())}
    return {"written", "decision"} <= headers


def _head(title: str, language: str, asked: Sequence[Questions]) -> str:
    return "\n".join(
        [
            f"# {text(OPENING, language)}",
            f"#   kiemen check     {text(CHECKED, language)}",
            f"#   kiemen report    {text(REPORTED, language)}",
            "[project]",
            f"title = {_quoted(title)}",
            f"language = {_quoted(language)}",
            f'# by = "department"       # {text(GROUPS, language)}',
            f"# share = 0.1             # {text(SHARE, language)}",
            f'released = "released.json"    # {text(KEPT, language)}',
            *_keys_of(asked, language),
            "",
            f"[about]                   # {text(ABOUT, language)}",
            *(f'# {key} = ""' for key in KEYS),
            "",
        ]
    )


def _keys_of(asked: Sequence[Questions], language: str) -> list[str]:
    """Give the keys of the project that questions of its surveys ask for."""
    lines = []
    named = {_short_name(question) for one in asked if one.unnamed for question in one.about_people}
    if which := next((name for name in (TOGETHER, ASKS_ADVICE) if name in named), None):
        lines.append(f"# relation = {_quoted(text(which, language))}    # {text(WHICH, language)}")
    if any(one.may_be_named is not None for one in asked):
        lines.append(f"# consenting = {_quoted(text(MAY_BE_NAMED, language))}    # {text(WHOM, language)}")
    return lines


def _short_name(question: str) -> str:
    """Give a short name for what a question about colleagues asks."""
    if goes_first(question):
        return FIRST
    return ASKS_ADVICE if asks_advice(question) else TOGETHER


def _quoted(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)


def _step(
    file: Path,
    kind: str,
    kinds: Sequence[tuple[Path, str]],
    surveys: Sequence[Path],
    *,
    language: str,
    asked: Questions | None,
) -> str:
    lines = ["[[read]]", f"with = {_quoted(kind)}", f"file = {_quoted(file.name)}"]
    if kind == "survey" and len(surveys) > 1:
        lines.append(f"wave = {_quoted(_wave(file, surveys))}")
        lines.append(f'# date = "2027-03-01"     # {text(DAY, language)}')
    if kind != "roster" and any(other == "roster" for _, other in kinds):
        lines.append(f"roster = true             # {text(MATCH, language)}")
    if asked is not None:
        lines += _asked(asked, language)
    return "\n".join([*lines, ""])


def _asked(questions: Questions, language: str) -> list[str]:
    """Give the questions about colleagues with names to choose, and the one whether somebody may be named."""
    lines = []
    if questions.unnamed:
        names: list[str] = []
        for question in questions.about_people:
            name = text(_short_name(question), language)
            same = sum(one == name or one.startswith(f"{name} ") for one in names)
            names.append(f"{name} {same + 1}" if same else name)
        pairs = zip(names, questions.about_people.values(), strict=True)
        told = [f"{_quoted(name)} = {_listed(columns)}" for name, columns in pairs]
        lines += [f"# {text(ASKED, language)}", f"# nominations = {{ {', '.join(told)} }}"]
    if questions.may_be_named is not None:
        called = _quoted(text(MAY_BE_NAMED, language))
        lines += [
            f"# {text(NAMED, language)}",
            f"# attributes = {{ {_quoted(questions.may_be_named)} = {called} }}",
        ]
    return lines


def _listed(columns: Sequence[str]) -> str:
    return _quoted(columns[0]) if len(columns) == 1 else f"[{', '.join(map(_quoted, columns))}]"


def _known(roster: Path | None) -> Network | None:
    """Give the people of the roster, to tell names from other words; None where it cannot be read by itself."""
    with warnings.catch_warnings(), contextlib.suppress(KiemenError):
        warnings.simplefilter("ignore", KiemenWarning)
        return None if roster is None else read_roster(roster)
    return None


def _wave(file: Path, surveys: Sequence[Path]) -> str:
    """Give what tells one survey file from the others."""
    words = [set(re.split(r"[_\-. ]+", other.stem)) for other in surveys]
    own = [word for word in re.split(r"[_\-. ]+", file.stem) if word not in set.intersection(*words)]
    return " ".join(own) or file.stem


def _scales(surveys: Sequence[Path], roster: Network | None, language: str) -> list[str]:
    """Give the batteries of statements in the surveys as scales to name; what they measure is not guessed."""
    found = dict.fromkeys(battery for file in surveys for battery in find_batteries(file, roster))
    made = [_scale(battery) for battery in found]
    if made:
        known = [f"#   {name:<20}{text(meaning, language)}" for name, meaning in SCALES.items()]
        made.insert(0, "\n".join([f"# {text(STATEMENTS, language)}", *known]))
    return made


def _scale(battery: Battery) -> str:
    plain = re.fullmatch(r"[A-Za-z]\w*", battery.code) and all("[" in item for item in battery.items)
    items = _quoted(battery.code) if plain else f"[{', '.join(map(_quoted, battery.items))}]"
    return f'# [[scales]]\n# name = ""\n# items = {items}\n# low = {battery.low:g}\n# high = {battery.high:g}\n'
