"""Questions in which somebody says who he or she is, as apart from questions about colleagues."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kiemen._letters import fold
from kiemen.read.dialects import question_code
from kiemen.read.nothing import each, names_nobody

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    import pandas as pd

    from kiemen.read.account import Account

_BOTH = (
    r"(?:(?:voor-?|voornaam|naam) ?(?:en|\+|&|/) ?(?:achternaam|voornaam)"
    r"|(?:first|given)(?: name)? ?(?:and|\+|&|/) ?(?:last name|family name|surname))"
)
# What is asked: the name, a part of it, or what else tells one person from all others.
_PARTS = {
    "name": rf"(?:(?:volledige|complete|hele|eigen|full|own) )?(?:naam|name|{_BOTH})",
    "given": r"(?:voornaam|first name|given name)",
    "family": r"(?:achternaam|familienaam|last name|surname|family name)",
    "code": (
        r"(?:(?:zakelijke?|werk|work|business)[ -]?)?e?-?mail[ -]?(?:adres|address)?"
        r"|(?:personeels|medewerkers?)-?(?:nummer|code|id)|(?:employee|staff) (?:number|code|id)"
    ),
}
_PLEASE = r"(?:please|graag|gelieve|aub|svp|a\.u\.b\.|s\.v\.p\.|alsjeblieft|alstublieft)"
_SAY = (
    rf"(?:(?:{_PLEASE} )?(?:wat is|what is|what's|vul|voer|geef|noteer|schrijf|typ|kies|selecteer|enter|fill in|give|"
    rf"write|type|state|provide|select|choose)(?: (?:hier|hieronder|here|below|{_PLEASE}))* )?"
)
_YOUR = r"(?:uw|je|jouw|mijn|your|my)"
_WHO = r"(?:invuller|respondent|deelnemer|inzender|participant)"
# Behind it comes the end, how to write it, or another sentence, and not "van je team" or "of a colleague".
_END = r" ?(?:(?:[?.!:;,*(]|- ).*)?"
_AFTER = rf"(?: (?:in|op|aan|uit de lijst|from the list|hier in|hieronder in|invullen|here|below|{_PLEASE}))*{_END}"
_ASKS = {
    part: re.compile(rf"{_SAY}{_YOUR} (?:{what}){_AFTER}|(?:{what}) (?:van (?:de )?|of (?:the )?|\()?{_WHO}\)?{_END}")
    for part, what in _PARTS.items()
}
# Without "your" the words must be all there is: "Naam (collega 1)" is about a colleague.
_ALONE = re.compile(
    rf"{_PARTS['name']}(?: invullen| \((?:verplicht|required|{_BOTH})\))?[ ?.:*]*|{_WHO}(?:'?s)? name[ ?.:*]*"
    rf"|(?:wie ben (?:je|jij)|wie bent u|hoe heet (?:je|jij|u)|who are you){_END}"
)
_BARE = {part: re.compile(rf"(?:{_PARTS[part]})[ ?.:*]*") for part in ("given", "family")}
_NUMBER = re.compile(r"(?:(?:vraag|question|q) ?)?\d{1,2} ?[.):-] ?")


def asked_of_oneself(question: str) -> str | None:
    """Give what a question asks of the one who answers: "name", "given", "family" or "code"; None for any other.

    Examples
    --------
    >>> asked_of_oneself("Vul je naam in"), asked_of_oneself("What is your e-mail address?")
    ('name', 'code')
    >>> asked_of_oneself("Wat is de naam van de collega met wie je werkt?")
    """
    plain = " ".join(fold(question).split())
    plain = _NUMBER.sub("", plain) if _NUMBER.match(plain) else plain
    if _ALONE.fullmatch(plain):
        return "name"
    asks = [*_ASKS.items(), *_BARE.items()]
    return next((part for part, pattern in asks if pattern.fullmatch(plain)), None)


def own_questions(account: Account, taken: Collection[str]) -> dict[str, list[str]]:
    """Give the columns in which respondents say who they are: those of the "name", and of a "code" or address."""
    found: dict[str, list[str]] = {}
    for column in map(str, account.table.frame.columns):
        if column not in taken:
            said = (column, question_code(column)[1], account.questions.get(column, ""))
            part = next((part for part in map(asked_of_oneself, said) if part is not None), "")
            found.setdefault(part, []).append(column)
    parts = [column for part in ("given", "family") for column in found.get(part, [])[:1]]
    return {"name": found.get("name", [])[:1] or parts, "code": found.get("code", [])[:1]}


def asked_again(frame: pd.DataFrame, columns: Iterable[str], taken: Collection[str]) -> list[str]:
    """Give the question called as a tool's own column that was left empty: "Naam2", as exports number the second."""
    for column in columns:
        second = next((one for one in (f"{column}2", f"{column} (2)") if one in frame and one not in taken), None)
        # With a first or a third they are the fields of a question about others.
        more = {f"{column}1", f"{column}3", f"{column} (3)"} & set(frame.columns)
        if second is not None and not more and not says_who(frame[column]):
            return [second]
    return []


def says_who(cells: pd.Series[str]) -> bool:
    """Whether somebody is named in a column: more than "anonymous", "n/a" and blanks."""
    return not each(cells, names_nobody).all()
