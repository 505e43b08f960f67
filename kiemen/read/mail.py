"""Mail and chat logs: who writes to whom, as weighted ties. Only who and when, never what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kiemen._checks import check_integer
from kiemen.errors import InputError
from kiemen.read import biglog
from kiemen.read.account import Account
from kiemen.read.attendance import exploded, list_separator, set_aside_no_people
from kiemen.read.clocks import Moment
from kiemen.read.columns import NEEDS_TIME, Window
from kiemen.read.crowd import identify
from kiemen.read.diskfile import check_road, head_of, large_file
from kiemen.read.largemail import large_mail
from kiemen.read.mailcolumns import TOO_MANY, address_of, mail_columns, marked, names_of, network_of_mail
from kiemen.read.pairs import NO_NAME, SELF_TIE, merged_ties, set_aside_unnamed
from kiemen.read.roster import as_roster, passing_on
from kiemen.read.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Unpack

    from kiemen.network import Network
    from kiemen.read.columns import Day
    from kiemen.read.rawtable import Reading

LARGEST = 10


def read_mail(
    data: Any,
    *,
    sender: str | None = None,
    recipients: str | None = None,
    copies: str | None = None,
    message: str | None = None,
    time: str | None = None,
    largest: int = LARGEST,
    domains: Sequence[str] = (),
    exclude: Sequence[str] = (),
    window: tuple[Day | None, Day | None] | None = None,
    roster: Any = None,
    decisions: Any = None,
    **reading: Unpack[Reading],
) -> Network:
    """Read a mail or chat log and tie senders to recipients.

    Answers: "Who writes to whom, and how directly?" Either a row per message with a list of recipients, or a row per
    recipient. The text of messages is never kept; leave it out of the export. A list that already counts messages per
    pair is read by `read_ties`.

    Parameters
    ----------
    data
        Path of a CSV, Excel, Parquet or JSON file, or a pandas, polars or Arrow frame.
    sender, recipients, copies
        Columns with who wrote, to whom, and who got a copy; None finds them by their header.
    message
        Column with the id of the message, for a log with a row per recipient; None finds it. Without one, rows of one
        sender at one moment are one message.
    time
        Column with the moment of sending.
    largest
        Most recipients a message may have to make ties, at least 1. Beyond it a message is a broadcast: its people are
        kept, and the ledger says so.
    domains
        Domains of your organisation ("gemeente.nl"); people with another address become contacts outside.
    exclude
        Names or addresses that are no people, beside the rooms, lists and robots that are recognised.
    window
        First and last day of the messages to use, such as ``("2025-01-01", "2025-03-31")``; either may be None.
    roster
        Everybody there is: a Network, file or frame (see `read_roster`). Addresses and names are matched to it.
    decisions
        Decisions about doubtful names, as for `match_names`.
    **reading
        `sheet`, `name`, `header`, `encoding`, `separator`, `decimal` and `day_first`, where what is found by itself
        is not right; see `read_table`.

    Returns
    -------
    Network
        Directed ties of the relation "mail".

    Raises
    ------
    ColumnError
        If a column is not there or cannot be found.
    FileFormatError
        If the file is no table that can be read.

    Warns
    -----
    DoubtfulInputWarning
        Once, with everything that was set aside or is doubtful, and the row numbers a spreadsheet shows.

    Notes
    -----
    A message to k recipients gives each tie 1 / k, so that each message weighs 1 and personal mail counts more; the
    weights of a pair are added up. Cost: linear in the recipients. A CSV or Parquet file of 64 MiB or more is added up
    by DuckDB on disk (`pip install kiemen[duckdb]`).

    Examples
    --------
    >>> import pandas as pd
    >>> from kiemen import read_mail
    >>> frame = pd.DataFrame({"van": ["an@x.nl"], "aan": ["bram@x.nl; chaima@x.nl"]})
    >>> read_mail(frame).ties[["source", "target", "weight"]].values.tolist()
    [['an@x.nl', 'bram@x.nl', 0.5], ['an@x.nl', 'chaima@x.nl', 0.5]]
    """
    check_integer("largest", largest, low=1)
    days = Window.of(window)
    wanted = [column for column in (sender, recipients, copies, message, time) if column]
    named = {"sender": sender, "recipients": recipients, "copies": copies, "message": message, "time": time}
    people = as_roster(roster)
    path = large_file(data, biglog.LARGE)
    if path is not None and check_road(path):
        account = Account(head_of(path, columns=wanted, **reading))
        how: dict[str, Any] = {"largest": largest, "domains": domains, "exclude": exclude, "roster": people}
        how["decisions"] = decisions
        columns = mail_columns(account, named)
        network = large_mail(path, account, columns, days, **how) if columns["clock"] is None else None
        if network is not None:
            account.warn()
            return passing_on(network, people)
    account = Account(read_table(data, columns=wanted, **reading))
    columns = mail_columns(account, named)
    known = [] if people is None else [*people.ids, *people.people["name"]]
    rows = _addressed(account, columns, days)
    to = str(columns["recipients"])
    rows = rows[set_aside_no_people(account, rows["to"], to, exclude, known=known)]
    rows = rows[set_aside_no_people(account, rows["from"], str(columns["sender"]), exclude, known=known)]
    names = names_of(pd.concat([rows["from"], rows["to"]]))
    plain = {column: rows[part].map(address_of) for part, column in (("from", str(columns["sender"])), ("to", to))}
    found = identify(plain, account, roster=people, decisions=decisions)
    good = set_aside_unnamed(account, found, list(plain))
    rows = rows.assign(source=found.ids[str(columns["sender"])], target=found.ids[to])[good]
    account.settle(rows.index)
    everybody = marked(found.people, names, domains if people is None else ())
    network = network_of_mail(account, everybody, _ties(account, rows, largest))
    account.warn()
    return passing_on(network, people)


def _addressed(account: Account, columns: dict[str, str | None], days: Window) -> pd.DataFrame:
    """Give a row per message and recipient, with the size of the message still to be counted."""
    frame = account.table.frame
    time, message = columns["time"], columns["message"]
    if days.bounded and time is None:
        raise InputError(NEEDS_TIME)
    nothing = pd.Series(np.datetime64("NaT", "s"), frame.index, "datetime64[s]")
    moment = Moment(time, columns["clock"]).times(account) if time else nothing
    used = days.apply(account, moment)
    rows = pd.DataFrame({"from": frame[columns["sender"]], "time": moment}, index=frame.index)[used]
    lists = []
    for part in ("recipients", "copies"):
        column = columns[part]
        if column is not None:
            written = frame.loc[rows.index, column]
            separator = list_separator(written, one_row_each=False)
            if separator is not None:
                account.assume(f"sign between people in {column}", repr(separator))
            lists.append(exploded(written, separator))
    to = pd.concat(lists)
    to = to[to.str.strip() != ""].rename("to")
    nobody = rows.index.difference(to.index)
    account.set_aside(nobody, NO_NAME, column=str(columns["recipients"]))
    joined = rows.join(to, how="inner").sort_index(kind="stable")
    joined["message"] = _messages(account, joined, message)
    return joined


def _messages(account: Account, rows: pd.DataFrame, message: str | None) -> pd.Series:
    """Give what makes rows one message: an id, or one sender at one moment; else every row is one."""
    sender, moment = rows["from"].str.casefold(), rows["time"].astype("str").fillna("")
    if message is not None:
        return sender + "\n" + account.table.frame[message].reindex(rows.index) + "\n" + moment
    if rows["time"].notna().any():
        return sender + "\n" + moment
    return pd.Series(rows.index.astype("str"), index=rows.index)


def _ties(account: Account, rows: pd.DataFrame, largest: int) -> pd.DataFrame:
    own = rows["source"] == rows["target"]
    account.set_aside_cells(rows.index[own], SELF_TIE, column="", values=rows["target"][own])
    rows = rows[~own].drop_duplicates(["message", "source", "target"])
    size = rows["message"].map(rows["message"].value_counts()).astype("int64")
    large = size > largest
    first = size[large].groupby(rows["message"][large]).first()
    for message, count in first.items():
        row = rows.index[rows["message"] == message][0]
        account.doubt([row], TOO_MANY, values=[str(count)])
    used = rows[~large]
    ties = pd.DataFrame(
        {
            "source": used["source"],
            "target": used["target"],
            "weight": 1.0 / size[~large],
            "start": used["time"],
        }
    )
    return merged_ties(ties, directed=True)
