"""Bring the Dutch catalogues up to date with the texts in the code and compile them.

Every folder of the package, and every module beside them, has its catalogue (``core.po`` for the modules). New texts
are added blank and texts without a translation are listed; with ``--prune`` texts that went are removed.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).resolve().parents[1] / "kiemen"
FIXED = datetime(2026, 1, 1, tzinfo=UTC)  # a catalogue changes when its texts do, not when it is written
KEYWORDS = {"text": None, "mark": None, "Fact": None, "plural": (1, 2)}
METHODS = [("**.py", "python"), ("**.html", "jinja2"), ("**.j2", "jinja2")]


def room_of(filename: str) -> str:
    """Give the name of the catalogue a file belongs to."""
    parts = Path(filename).parts
    return parts[0] if len(parts) > 1 else "core"


def wanted() -> dict[str, dict[str, set[str]]]:
    """Give per room the messages in the code, each with its plural or blank."""
    found: dict[str, dict[str, set[str]]] = {}
    for filename, _, message, _, _ in extract_from_dir(PACKAGE, METHODS, keywords=KEYWORDS):
        if filename.startswith("locale"):
            continue
        one, many = (message[0], message[1]) if isinstance(message, tuple) else (message, "")
        if one:
            found.setdefault(room_of(filename), {}).setdefault(one, set()).add(many)
    return found


def catalogue_path(room: str, language: str = "nl") -> Path:
    """Give the path of a room's catalogue."""
    return PACKAGE / "locale" / language / "LC_MESSAGES" / f"{room}.po"


def read(path: Path) -> Catalog:
    """Read a catalogue, or start an empty one."""
    if not path.exists():
        return Catalog(locale="nl")
    with path.open("rb") as file:
        return read_po(file, locale="nl")


def renew(room: str, messages: dict[str, set[str]], *, prune: bool = False) -> list[str]:
    """Write the catalogue of a room and give the messages without a translation; `prune` drops texts that went."""
    path = catalogue_path(room)
    old = read(path)
    new = Catalog(
        locale="nl",
        project="kiemen",
        header_comment="# Dutch texts of kiemen.",
        copyright_holder="The kiemen authors",
        msgid_bugs_address="",
        last_translator="The kiemen authors",
        language_team="nl",
        creation_date=FIXED,
        revision_date=FIXED,
        fuzzy=False,
    )
    if not prune:
        gone = {
            str(m.id[0] if isinstance(m.id, tuple) else m.id): {m.id[1]} if isinstance(m.id, tuple) else {""}
            for m in old
            if m.id
        }
        messages = {**gone, **messages}
    missing = []
    for one in sorted(messages):
        many = max(messages[one])
        key = (one, many) if many else one
        before = old.get(one)
        said = before.string if before is not None else ""
        if many and not isinstance(said, tuple):
            said = ("", "")
        if not many and isinstance(said, tuple):
            said = said[0]
        new.add(key, said)
        if not all(said if isinstance(said, tuple) else (said,)):
            missing.append(one)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, new, omit_header=False, width=120, sort_output=True, no_location=True)
    with path.with_suffix(".mo").open("wb") as file:
        write_mo(file, new)
    return missing


def main() -> int:
    """Renew every catalogue; exit code 1 when something is not translated."""
    failed = 0
    prune = "--prune" in sys.argv
    for room, messages in sorted(wanted().items()):
        for message in renew(room, messages, prune=prune):
            failed = 1
            sys.stdout.write(f"{room}: not translated: {message!r}\n")
    return failed


if __name__ == "__main__":
    raise SystemExit(main())
