"""The columns of a mail log, the addresses in them, and what is said of its rows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

from kiemen.i18n import mark
from kiemen.network import Network
from kiemen.read.clocks import Moment
from kiemen.read.filldown import tell_fill_down
from kiemen.read.roles import find

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kiemen.read.account import Account

MAIL = "mail"
TOO_MANY = mark("too many recipients to make ties; the people are kept")
INTERNAL = "/cn="
INTERNAL_ADDRESS = mark(
    "some addresses are those of the mail server itself (/o=.../cn=...) and others are e-mail addresses, so one person "
    "may be two; name the columns with names instead (sender= and recipients=)"
)
CONTENT = frozenset(
    {"body", "inhoud", "tekst", "text", "content", "bericht", "message", "berichttekst", "html body", "preview"}
)
NAMED_ADDRESS = re.compile(r"^\s*[\"']?(?P<name>[^<\"']*?)[\"']?\s*<(?P<address>[^<>\s]+@[^<>\s]+)>\s*$")


def mail_columns(account: Account, named: dict[str, str | None]) -> dict[str, str | None]:
    """Find the columns that were not named."""
    columns: dict[str, str | None] = {}
    for part, name in named.items():
        taken = [*(other for other in named.values() if other), *columns.values()]
        needed = part in {"sender", "recipients"}
        columns[part] = find(account, part, name, taken=[] if name else taken, needed=needed)
    moment = Moment.find(account, columns["time"], [*columns.values()])
    columns |= {"time": moment.day, "clock": moment.clock}
    unread = [column for column in account.table.frame.columns if column.casefold() in CONTENT]
    if unread and set(unread) - set(columns.values()):
        account.assume("text of messages", "not used and not kept")
    account.leave([*columns.values(), *unread])
    for part in ("sender", "recipients"):
        cells = account.table.frame[columns[part]]
        if cells.str.contains(INTERNAL, regex=False).any() and cells.str.contains("@", regex=False).any():
            account.remark(INTERNAL_ADDRESS, column=str(columns[part]))
    tell_fill_down(account, columns["sender"])
    return columns


def address_of(written: str) -> str:
    """Give the address in "An de Wit <an@x.nl>" and in "an@x.nl##Receive" of a mail server, else what is written."""
    found = NAMED_ADDRESS.match(written)
    written = written.partition("##")[0]
    return found["address"].casefold() if found else written.strip().casefold() if "@" in written else written


def names_of(written: pd.Series[str]) -> dict[str, str]:
    """Give the name written most often beside each address."""
    found = written.drop_duplicates().str.extract(NAMED_ADDRESS).dropna()
    found = found[found["name"].str.strip() != ""]
    found = found.assign(address=found["address"].str.casefold()).sort_values(["address", "name"])
    return dict(found.drop_duplicates("address")[["address", "name"]].itertuples(index=False, name=None))


def marked(people: pd.DataFrame, names: dict[str, str], domains: Sequence[str]) -> pd.DataFrame:
    """Give everybody the name beside the address, and put other domains outside."""
    people = people.copy(deep=False)
    ids = people.index.to_series()
    people["name"] = [names.get(person, name) for person, name in zip(people.index, people["name"], strict=True)]
    if domains:
        own = tuple("@" + domain.casefold().lstrip("@.") for domain in domains)
        people["inside"] = ~ids.str.contains("@") | ids.str.casefold().str.endswith(own)
    return people


def network_of_mail(account: Account, people: pd.DataFrame, ties: pd.DataFrame) -> Network:
    """Make the network of directed ties between people by their ids."""
    return Network.from_frames(
        people=people,
        ties=ties.assign(relation=MAIL, origin=account.table.source),
        relations=pd.DataFrame({"relation": [MAIL], "directed": [True]}),
        **account.frames(),
    )
