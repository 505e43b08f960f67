"""Who can give room and stoke the fire: directors, team leads, administrators, council members, outside innovators."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

import pandas as pd

from kiemen._checks import check_network
from kiemen.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from kiemen.network import Network

# What people are called, in Dutch and English. A user's own words go in with roles=.
WORDS: dict[str, str] = {
    "director": r"directeur|directie|director|gemeentesecretaris|griffier|chief|executive",
    "head": r"afdelingshoofd|hoofd|head|manager|sectorhoofd",
    "team lead": r"team ?leider|team ?lead(?:er)?|team ?manager|teamhoofd|leidinggevende|supervisor",
    "administrator": r"bestuurder|wethouder|burgemeester|alderman|mayor|administrator|portefeuillehouder",
    "council": r"raadslid|gemeenteraad|council(?:lor| member)?|fractievoorzitter|statenlid",
    "innovator": r"vernieuwer|innovator|ondernemer|entrepreneur|initiatiefnemer",
}
ROLE_COLUMNS = ("role", "rol", "function", "functie", "position", "job")
# Who works for such a person is none, and some managers and administrators have no people to give room to.
SUPPORT = re.compile(
    r"(?<!\w)(?:(?:assistent|assistant|secretaresse|secretary|ondersteuner|adviseur|advis[eo]r|medewerk(?:er|ster))(?!\w).*"
    r"|(?:project|case|account|product|proces|process|contract|community|content|office|systems?|systeem|network|data|"
    r"database|web|functional|it)[ -]*(?:manager|administrator)(?!\w))"
)
GIVE_ROOM = ("director", "head", "team lead", "administrator")


def find_pokers(
    network: Network, *, roles: Mapping[str, Sequence[str]] | None = None, column: str | None = None
) -> pd.Series[str]:
    """Give what kind of poker each person is: somebody inside or outside who can give room and stoke along.

    Answers: "Who are the directors, team leads, administrators, council members and outside innovators?"

    Parameters
    ----------
    network
        People with a column that says their role.
    roles
        Your own words: kind of poker -> the roles, as written in the column (case does not matter). None takes common
        Dutch and English words; somebody who assists or advises such a person is none.
    column
        Column with the role; None takes role, rol, function, functie, position or job, whichever comes first.

    Returns
    -------
    pandas.Series
        Index person, text: director, head, team lead, administrator, council, innovator or your own kinds, "" for
        everybody else. Outside innovators are contacts only.

    Raises
    ------
    InputError
        If `column` is named and does not exist.

    Notes
    -----
    O(people).

    Examples
    --------
    >>> import pandas as pd
    >>> from kiemen.network import Network
    >>> people = pd.DataFrame({"person": ["a", "b"], "role": ["Teamleider", "consulent"]})
    >>> find_pokers(Network.from_frames(people)).to_dict()
    {'a': 'team lead', 'b': ''}
    """
    check_network(network)
    people = network.people
    column = column or next((name for name in ROLE_COLUMNS if name in people.columns), None)
    if column is None:
        return pd.Series("", index=people.index, dtype="str", name="poker")
    if column not in people.columns:
        raise InputError(f"people have no column {column!r} with roles.")
    told = people[column].astype("object")
    written = told.where(told.notna(), "").astype("str").str.casefold().str.strip()
    tests = _tests(roles)
    # Many people have the same role: each is read once.
    fitting = {word: [kind for kind, test in tests.items() if word and test(word)] for word in written.unique()}
    outside = written.map({word: next(iter(kinds), "") for word, kinds in fitting.items()})
    inside = written.map({word: next((k for k in kinds if k != "innovator"), "") for word, kinds in fitting.items()})
    return outside.where(~people["inside"], inside).astype("str").rename("poker")


def _tests(roles: Mapping[str, Sequence[str]] | None) -> dict[str, Callable[[str], object]]:
    if roles is not None:
        sets = {kind: {word.casefold().strip() for word in words} for kind, words in roles.items()}
        return {kind: words.__contains__ for kind, words in sets.items()}
    found = {kind: re.compile(rf"(?<!\w)(?:{words})(?!\w)") for kind, words in WORDS.items()}
    return {kind: partial(_holds_post, test) for kind, test in found.items()}


def _holds_post(test: re.Pattern[str], word: str) -> bool:
    return test.search(SUPPORT.sub("", word)) is not None
