"""The analyst's decisions about doubtful names: what somebody who knows the staff would have settled."""

from collections.abc import Iterable

from kiemen.datasets.exports import semicolon_text
from kiemen.datasets.names import plain
from kiemen.datasets.people import Colleague, Contact
from kiemen.datasets.surveys import NOBODY, TruthRow

HEADER = ("written", "decision")


def decisions_text(truth: Iterable[TruthRow], people: list[Colleague], contacts: list[Contact]) -> str:
    """Return the list of decided spellings.

    A spelling is decided once for the whole file. Where it means different people in different places, or is no more
    than a first name, nobody could decide, and it stays open. Names written in full, in whatever order, need none.
    """
    full = {_key(person.name.full) for person in people} | {_key(contact.name.full) for contact in contacts}
    meant: dict[str, set[str]] = {}
    shown: dict[str, str] = {}
    for _, _, _, written, who in truth:
        key = _key(written)
        meant.setdefault(key, set()).add(who)
        shown[key] = min(shown.get(key, written.strip()), written.strip())
    rows = [
        (shown[key], next(iter(who)) or "outside")
        for key, who in sorted(meant.items())
        if len(who) == 1 and key not in full and _wants_a_person(shown[key])
    ]
    return semicolon_text(HEADER, rows)


def _key(written: str) -> str:
    """Return what spellings that differ in capitals, accents or outer spaces only have in common."""
    return plain(written.strip()).casefold()


def _wants_a_person(written: str) -> bool:
    """Say whether it takes somebody who knows the staff: initials and slips, not another order or a short prefix."""
    return " " in written and written not in NOBODY and not any(sign in written for sign in (",", "(", "v.", "v/"))
