"""A list of initiatives with what is known of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from kiemen._assembly import unnamed
from kiemen.i18n import mark
from kiemen.network import Network
from kiemen.read.account import Account
from kiemen.read.columns import date_column
from kiemen.read.headers import tidy_name
from kiemen.read.roles import find, pick
from kiemen.read.roster import as_roster, lookup_of, passing_on
from kiemen.read.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Unpack

    from kiemen.read.rawtable import Reading

NO_INITIATIVE = mark("there is no initiative")
SAME_INITIATIVE = mark("this initiative stands in an earlier row; the first was kept")
_DATES = {
    "start": ("start", "startdatum", "begin", "since", "sinds"),
    "end": ("end", "einde", "einddatum", "until", "tot"),
}


def read_initiatives(
    data: Any,
    *,
    initiative: str | None = None,
    start: str | None = None,
    end: str | None = None,
    attributes: Mapping[str, str] | None = None,
    roster: Any = None,
    **reading: Unpack[Reading],
) -> Network:
    """Read a list of projects, groups or activities: one row for each, with its theme, dates and so on.

    Answers: "I have a list of our initiatives; how do theme and starting date get into the network?" Who takes part is
    read with `read_memberships`.

    Parameters
    ----------
    data
        Path of a CSV, Excel, Parquet or JSON file, or a pandas, polars or Arrow frame.
    initiative
        Column with the name that the other files use; None finds it by its header.
    start, end
        Columns with the first and last day; None finds them.
    attributes
        Column -> name it gets; other columns keep theirs.
    roster
        Everybody there is (see `read_roster`): where a cell names somebody who objects, such as the leader, it is left
        blank.
    **reading
        `sheet`, `name`, `header`, `encoding`, `separator`, `decimal` and `day_first`, where what is found by itself
        is not right; see `read_table`.

    Returns
    -------
    Network
        With `initiatives` and nothing else.

    Raises
    ------
    ColumnError
        If a column is not there or cannot be found.
    FileFormatError
        If the file is no table that can be read.

    Warns
    -----
    DoubtfulInputWarning
        Once, with rows set aside.

    Examples
    --------
    >>> import pandas as pd
    >>> from kiemen import read_initiatives
    >>> frame = pd.DataFrame({"initiatief": ["Buurttuin"], "thema": ["groen"], "start": ["15-03-2025"]})
    >>> read_initiatives(frame).initiatives.loc["Buurttuin", "start"].year
    2025
    """
    account = Account(read_table(data, columns=[c for c in (initiative, start, end) if c], **reading))
    frame = account.table.frame
    column = str(find(account, "initiative", initiative))
    names = frame[column].map(tidy_name)
    blank = names == ""
    account.set_aside(frame.index[blank], NO_INITIATIVE, column=column)
    again = names.duplicated() & ~blank
    account.set_aside(frame.index[again], SAME_INITIATIVE, column=column, values=names[again])
    kept = frame[~blank & ~again]
    made: dict[str, Any] = {"initiative": names[kept.index]}
    used = {column}
    for part, name in (("start", start), ("end", end)):
        found = find(account, part, name, taken=used, needed=False, words=_DATES[part])
        if found is not None:
            made[part] = date_column(account, found).reindex(kept.index)
            used.add(found)
    where = account.table.file or account.table.source
    renamed = {pick(frame.columns, old, where=where, part="attributes"): new for old, new in (attributes or {}).items()}
    made |= {renamed.get(str(name), str(name)): kept[name] for name in kept.columns if name not in used}
    table = pd.DataFrame(made)
    people = as_roster(roster)
    if people is not None:
        known = lookup_of(people)
        gone = known[known["objects"].astype(bool)]
        words = {str(word).casefold() for word in [*gone.index, *gone["name"]]}
        # A title keeps its place, with other words for the name: other files tell who takes part in it.
        table = table[["initiative"]].join(unnamed(table.drop(columns="initiative"), words))
    network = Network.from_frames(initiatives=table, **account.frames())
    account.warn()
    return passing_on(network, people)
