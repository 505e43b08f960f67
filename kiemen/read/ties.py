"""Tie lists: one row per tie, from any file or frame, to a Network."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kiemen.errors import InputError
from kiemen.i18n import mark
from kiemen.network import Network
from kiemen.read.account import Account
from kiemen.read.aggregate import is_large
from kiemen.read.columns import NEEDS_TIME, Window, date_column
from kiemen.read.crowd import identify
from kiemen.read.diskfile import check_road, head_of
from kiemen.read.grids import find_grid, is_grid, of_strangers, ties_of_grid
from kiemen.read.headers import lacks_header, tidy_name
from kiemen.read.headerwords import WORDS
from kiemen.read.largeties import large_ties
from kiemen.read.pairs import (
    BAD_WEIGHT,
    LOW_WEIGHT,
    NO_WEIGHT,
    SELF_TIE,
    merged_ties,
    set_aside_unnamed,
    tell_both_ways,
)
from kiemen.read.polinode import is_polinode
from kiemen.read.rawtable import Note, RawTable
from kiemen.read.roles import by_words
from kiemen.read.roster import as_roster, passing_on, read_roster
from kiemen.read.strengths import strength_column
from kiemen.read.tables import read_table
from kiemen.read.tiecolumns import TieColumns
from kiemen.read.tielists import apart

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Unpack

    from kiemen.read.columns import Day
    from kiemen.read.rawtable import Reading

NO_HEADER = mark("the columns have no names; the first row was taken as data")
SAME_ROW = mark("the same row occurs more than once; the weights were added")


def read_ties(
    data: Any,
    *,
    source: str | None = None,
    target: str | None = None,
    weight: str | None = None,
    weights: Mapping[str, float] | None = None,
    time: str | None = None,
    wave: str | None = None,
    relation: str | None = None,
    directed: bool | None = None,
    window: tuple[Day | None, Day | None] | None = None,
    roster: Any = None,
    decisions: Any = None,
    **reading: Unpack[Reading],
) -> Network:
    """Read a list of ties: who is tied to whom.

    Answers: "I have a list of who works with whom; what network is that?" Each row is one tie; a grid with a row and a
    column per person, whose cells say how strong the tie from row to column is, is known by its names. Do not use it
    for who takes part in what (`read_memberships`), for meetings or mail (`read_meetings`, `read_mail`) or for a survey
    with a row per respondent (`read_survey`).

    Parameters
    ----------
    data
        Path of a CSV, Excel, Parquet or JSON file, or a pandas, polars or Arrow frame.
    source, target
        Columns with the two people; None finds them by their header ("van" and "naar", "source" and "target", ...).
    weight
        Column with the strength, above zero; None finds it, and without one every row weighs 1.
    weights
        What each word in that column weighs, such as ``{"wekelijks": 4, "maandelijks": 1}``; None takes the words of
        the house, see Notes.
    time
        Column with the date of the tie. Ties of a pair become one, from the first to the last date.
    wave
        Column with the measurement the tie belongs to.
    relation
        Column with the kind of tie; when there is no such column, the name that all ties get.
    directed
        Whether a tie runs one way. None takes what the file says, and otherwise True.
    window
        First and last day of the ties to use, such as ``("2025-01-01", "2025-03-31")``; either may be None. Needs a
        time column; rows without a date are set aside.
    roster
        Everybody there is: a Network, file or frame (see `read_roster`). Names are matched to it, people without ties
        are kept, and names that are not on it become contacts.
    decisions
        Decisions about doubtful names, as for `match_names`.
    **reading
        `sheet`, `name`, `header`, `encoding`, `separator`, `decimal` and `day_first`, where what is found by itself
        is not right; see `read_table`.

    Returns
    -------
    Network
        Repeated ties of a pair are one tie, their weights added. The ledger lists every row that was not used.

    Raises
    ------
    ColumnError
        If a column is not there or cannot be found; the message names what is there.
    FileFormatError
        If the file is no table that can be read.
    InputError
        If a column holds something else than it should.

    Warns
    -----
    DoubtfulInputWarning
        Once, with everything that was set aside or is doubtful, and the row numbers a spreadsheet shows.

    Notes
    -----
    Strengths in words that tell a rhythm weigh their times per month of twenty working days: "dagelijks" 20, "paar
    keer per week" 10, "wekelijks" 4, "tweewekelijks" 2, "maandelijks" 1, "per kwartaal" 1/3, "paar keer per jaar" 1/4,
    "jaarlijks" 1/12, "zelden" 0.05, and "nooit" makes no tie; their English twins too. Words that only tell an order
    weigh 1 to 5: "zelden", "soms", "regelmatig", "vaak", "altijd". What was taken stands in `assumptions` and in the
    settings of the source.

    Of a workbook with the sheets Nodes and Edges, the first is the roster and the second the list.

    A cell with several people, "An; Bo", makes a tie with each of them, all with the weight of the row: a semicolon or
    line break stands between people, a comma or "en" where each of them stands alone elsewhere or on the roster.
    Percentages are shares of one.

    In a grid a blank or nought is no tie, a cross weighs 1, and whoever has a row or a column is a person, also without
    ties; when it says the same both ways, its ties have no direction and count once.

    Without a roster, names that differ only in case, spaces or Unicode form are one person. A large CSV or Parquet
    file is added up by DuckDB on disk (`pip install kiemen[duckdb]`), a plain one of up to 256 MiB quicker still by
    polars in memory, where that is installed. Cost: linear in the rows.

    Examples
    --------
    >>> import pandas as pd
    >>> from kiemen import read_ties
    >>> frame = pd.DataFrame({"van": ["An", "Bram", "An"], "naar": ["Bram", "Chaima", "Bram"], "gewicht": [1, 2, 3]})
    >>> read_ties(frame).ties[["source", "target", "weight"]].values.tolist()
    [['An', 'Bram', 4.0], ['Bram', 'Chaima', 2.0]]
    """
    days = Window.of(window)
    wanted = [column for column in (source, target, weight, time, wave, relation) if column]
    named = {"source": source, "target": target, "weight": weight, "time": time, "wave": wave}
    if reading.get("sheet") is None and is_polinode(data):
        reading["sheet"] = "Edges"
        roster = read_roster(data, sheet="Nodes") if roster is None else roster
    people = as_roster(roster)
    path = is_large(data)
    told = any((source, target, weight, time, wave))
    if path is not None and weights is None and check_road(path):
        account = Account(head_of(path, columns=wanted, **reading))
    else:
        account = None
    if path is not None and account is not None and (told or not _may_be_grid(account)):
        parts = TieColumns.find(account, named, relation, directed=directed)
        network = large_ties(path, account, parts, days, roster=people, decisions=decisions)
        if network is not None:
            account.warn()
            return passing_on(network, people)
    account = Account(_opened(data, wanted, reading))
    grid = None if told else find_grid(account)
    if grid is not None:
        if days.bounded:
            raise InputError(NEEDS_TIME)
        network = ties_of_grid(
            account, grid, label=relation or "tie", directed=directed, weights=weights, roster=people,
            decisions=decisions,
        )  # fmt: skip
        account.warn()
        return passing_on(network, people)
    parts = TieColumns.find(account, named, relation, directed=directed)
    rows = pd.DataFrame({"relation": _relation(account, parts), "wave": _wave(account, parts)})
    rows["weight"] = _weights(account, parts.weight, weights)
    rows["start"] = _times(account, parts.time, days)
    used = days.apply(account, rows["start"]) if days.bounded else pd.Series(True, index=rows.index)
    used &= rows["weight"].notna()
    network = _assembled(account, parts, rows[used], roster=people, decisions=decisions)
    account.warn()
    return passing_on(network, people)


def _may_be_grid(account: Account) -> bool:
    """Whether the first rows of a large file are those of a grid, which is read in memory; its header may be long."""
    frame = account.table.frame
    if by_words(frame, WORDS["source"]) and by_words(frame, WORDS["target"]):
        return False
    return frame.empty or is_grid(frame) or of_strangers(frame)


def _opened(data: Any, wanted: list[str], reading: Reading) -> RawTable:
    """Read the table; when nothing was told and the names of the columns are people, it has no header."""
    table = read_table(data, columns=wanted, **reading)
    if wanted or reading.get("header") is not None or table.kind == "frame" or not lacks_header(table.frame):
        return table
    if by_words(table.frame, WORDS["source"]) and by_words(table.frame, WORDS["target"]):
        return table
    if is_grid(table.frame):
        return table
    without: Reading = {**reading, "header": 0}
    table = read_table(data, **without)
    return replace(table, notes=(*table.notes, Note(0, "doubtful", NO_HEADER)))


def _relation(account: Account, parts: TieColumns) -> pd.Series:
    frame = account.table.frame
    if parts.relation is None:
        return pd.Series(parts.label, index=frame.index, dtype="str")
    return frame[parts.relation].map(tidy_name).astype("str").replace("", parts.label)


def _wave(account: Account, parts: TieColumns) -> pd.Series:
    frame = account.table.frame
    return frame[parts.wave].map(tidy_name) if parts.wave else pd.Series("", index=frame.index, dtype="str")


def _times(account: Account, column: str | None, days: Window) -> pd.Series:
    if column is not None:
        return date_column(account, column)
    if days.bounded:
        raise InputError(NEEDS_TIME)
    return pd.Series(np.datetime64("NaT", "s"), index=account.table.frame.index, dtype="datetime64[s]")


def _weights(account: Account, column: str | None, told: Mapping[str, float] | None) -> pd.Series:
    """Give the weight of each row, NaN where it cannot be used; those rows are listed."""
    frame = account.table.frame
    if column is None:
        if told is not None:
            raise InputError("weights needs a column with strengths: pass weight=.")
        return pd.Series(1.0, index=frame.index)
    values, wrong = strength_column(account, column, told)
    blank = frame[column].str.strip() == ""
    low = values <= 0
    for mask, reason in ((wrong, BAD_WEIGHT), (blank, NO_WEIGHT), (low, LOW_WEIGHT)):
        account.set_aside(frame.index[mask], reason, column=column, values=frame[column][mask])
    return values.mask(low)


def _assembled(
    account: Account,
    parts: TieColumns,
    rows: pd.DataFrame,
    *,
    roster: Network | None,
    decisions: Any,
) -> Network:
    frame = account.table.frame.loc[rows.index]
    columns = (parts.source, parts.target)
    ends = apart(account, pd.DataFrame({"source": frame[parts.source], "target": frame[parts.target]}), columns, roster)
    rows = rows.loc[ends.index]
    found = identify(
        {parts.source: ends["source"], parts.target: ends["target"]}, account, roster=roster, decisions=decisions
    )
    rows = rows.assign(source=found.ids[parts.source], target=found.ids[parts.target])
    good = set_aside_unnamed(account, found, columns)
    selfish = good & (rows["source"] == rows["target"])
    put = account.set_aside if rows.index.is_unique else account.set_aside_cells
    put(rows.index[selfish], SELF_TIE, column=parts.target, values=rows["target"][selfish])
    if not rows.index.is_unique:
        account.settle(rows.index[good & ~selfish])
    if parts.weight is not None and parts.time is None:
        again = frame.loc[rows.index[good].unique()].duplicated()
        if again.any():
            account.doubt(again.index[again], SAME_ROW)
    tell_both_ways(account, rows[good & ~selfish], directed=parts.directed)
    ties = merged_ties(rows[good & ~selfish], directed=parts.directed)
    ties["origin"] = account.table.source
    kinds = sorted(set(ties["relation"])) or [parts.label]
    return Network.from_frames(
        people=found.people,
        ties=ties,
        relations=pd.DataFrame({"relation": kinds, "directed": parts.directed}),
        **account.frames(),
    )
