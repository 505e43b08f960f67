"""Microsoft Viva Insights exports, by their own column names."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kiemen._checks import did_you_mean
from kiemen.errors import FileFormatError
from kiemen.i18n import mark
from kiemen.network import Network
from kiemen.read.account import Account
from kiemen.read.columns import Window, date_column, number_column
from kiemen.read.crowd import identify
from kiemen.read.headers import folded
from kiemen.read.numbers import read_numbers
from kiemen.read.pairs import SELF_TIE, merged_ties, set_aside_unnamed
from kiemen.read.roles import pick
from kiemen.read.roster import as_roster, passing_on
from kiemen.read.tables import read_table

if TYPE_CHECKING:
    from typing import Unpack

    from kiemen.read.columns import Day
    from kiemen.read.rawtable import RawTable, Reading

ONE, OTHER = "PrimaryCollaborator_", "SecondaryCollaborator_"
PERSON, DATE = "PersonId", "MetricDate"
# Scores that say how strong a tie is, the most usual first, and the column that says of which kind it is.
STRENGTHS = {"Strong_tie_score": "Strong_tie_type", "Diverse_tie_score": "Diverse_tie_type", "Interaction_score": ""}
HOURS = ("Group_collaboration_time_invested", "Group_meeting_time_invested", "Group_email_time_invested")
COLLABORATION = "collaboration"
WITHIN = "within group"
LOW = mark("the score is not above zero, so there is no tie")
NO_SCORE = mark("the score is blank or not a number")
NO_TIE = mark("the type of tie is 0, so there is no tie of this kind")
NOTHING_MEASURED = mark("every measure in the row is nought or blank, so there is no tie")
DISAGREE = mark("this attribute of a person differs between rows; the first by alphabet was kept")


def read_viva(
    data: Any,
    *,
    weight: str | None = None,
    window: tuple[Day | None, Day | None] | None = None,
    roster: Any = None,
    **reading: Unpack[Reading],
) -> Network:
    """Read a person-to-person file of Microsoft Viva Insights.

    Answers: "I have the person-to-person query; what network is that?" Columns are known by their own names. A
    group-to-group file has no people in it: read that with `read_viva_groups`.

    Parameters
    ----------
    data
        Path of the CSV or Excel file, or a frame.
    weight
        Column with the strength; None takes Strong_tie_score, or else the first score that is there; without a score
        every tie weighs 1. Rows whose score is not above zero, whose type of tie is 0, or in which all measures are 0
        are no ties and are set aside.
    window
        First and last metric date to use, such as ``("2025-01-01", None)``.
    roster
        Everybody there is: a Network, file or frame (see `read_roster`), matched by id.
    **reading
        `sheet`, `name`, `header`, `encoding`, `separator`, `decimal` and `day_first`, where what is found by itself
        is not right; see `read_table`. Dates are month-day-year, as Viva Insights writes them, unless `day_first`.

    Returns
    -------
    Network
        Directed ties of the relation "collaboration", from the primary to the secondary collaborator. The weight is
        the mean score over metric dates. Attributes such as Organization become columns of people.

    Raises
    ------
    FileFormatError
        If this is another kind of Viva Insights file; the message says which.
    ColumnError
        If `weight` is not a column.

    Warns
    -----
    DoubtfulInputWarning
        Once, with everything that was set aside or is doubtful, and the row numbers a spreadsheet shows.

    Notes
    -----
    Cost: linear in the rows.

    Examples
    --------
    >>> import pandas as pd
    >>> from kiemen import read_viva
    >>> frame = pd.DataFrame(
    ...     {
    ...         "PrimaryCollaborator_PersonId": ["a"],
    ...         "SecondaryCollaborator_PersonId": ["b"],
    ...         "MetricDate": ["01/04/2023"],
    ...         "Strong_tie_score": [0.5],
    ...         "Strong_tie_type": [1],
    ...     }
    ... )
    >>> read_viva(frame).ties[["source", "target", "weight"]].values.tolist()
    [['a', 'b', 0.5]]
    """
    days = Window.of(window)
    account = _account(data, reading)
    names = {folded(column): column for column in account.table.frame.columns}
    source, target = names.get(folded(ONE + PERSON)), names.get(folded(OTHER + PERSON))
    if source is None or target is None:
        raise FileFormatError(_other_kind(account, names))
    rows = _scored(account, weight, names)
    rows["start"] = _dates(account, names)
    rows = rows[days.apply(account, rows["start"]) & rows["weight"].notna()]
    frame = account.table.frame.loc[rows.index]
    people = as_roster(roster)
    found = identify({source: frame[source], target: frame[target]}, account, roster=people)
    good = set_aside_unnamed(account, found, [source, target])
    rows = rows.assign(source=found.ids[source], target=found.ids[target])
    selfish = good & (rows["source"] == rows["target"])
    account.set_aside(rows.index[selfish], SELF_TIE, column=target)
    rows = rows[good & ~selfish]
    ties = merged_ties(rows.assign(relation=COLLABORATION), directed=True)
    times = rows.groupby(["source", "target"]).size().rename("times").reset_index()
    ties = ties.merge(times, on=["source", "target"])
    ties["weight"] /= ties.pop("times")
    network = Network.from_frames(
        people=_joined(found.people, _attributes(account, rows, names)),
        ties=ties.assign(origin=account.table.source),
        relations=pd.DataFrame({"relation": [COLLABORATION], "directed": [True]}),
        **account.frames(),
    )
    account.warn()
    return passing_on(network, people)


def _joined(people: pd.DataFrame, attributes: pd.DataFrame) -> pd.DataFrame:
    twice = attributes.columns.intersection(people.columns)
    return people.join(attributes.rename(columns={column: f"{column} (Viva)" for column in twice}))


def _account(data: Any, reading: Any) -> Account:
    table: RawTable = read_table(data, columns=[ONE + PERSON, OTHER + PERSON, DATE], **reading)
    return Account(table if table.day_first is not None else replace(table, day_first=False))


def _other_kind(account: Account, names: dict[str, str]) -> str:
    where = account.table.file or account.table.source
    groups = [name for name in names if name.startswith(folded(ONE))]
    if groups and any(name.startswith(folded(OTHER)) for name in names):
        kind = "a person-to-group" if folded(ONE + PERSON) in names else "a group-to-group"
        return (
            f"{where}: this is {kind} file of Viva Insights; it names no two people per row. Read group-to-group "
            f"files with read_viva_groups, and export the person-to-person query for a network."
        )
    return (
        f"{where}: this is no person-to-person file of Viva Insights; it has no columns {ONE + PERSON!r} and "
        f"{OTHER + PERSON!r}.{did_you_mean(ONE + PERSON, account.table.frame.columns)}"
    )


def _scored(account: Account, weight: str | None, names: dict[str, str]) -> pd.DataFrame:
    """Give the weight of each row, NaN where there is no tie."""
    frame, where = account.table.frame, account.table.file or account.table.source
    if weight is not None:
        column: str | None = pick(frame.columns, weight, where=where, part="weight")
    else:
        column = next((names[folded(score)] for score in STRENGTHS if folded(score) in names), None)
        account.assume("column for weight", column or "none; every tie weighs 1")
    if column is None:
        return pd.DataFrame({"weight": _any_measure(account, names)}, index=frame.index)
    values, _ = number_column(account, column)
    blank, low = values.isna(), values <= 0
    account.set_aside(frame.index[blank], NO_SCORE, column=column, values=frame[column][blank])
    account.set_aside(frame.index[low], LOW, column=column, values=frame[column][low])
    kind = names.get(folded(STRENGTHS.get(column, "") or "-"))
    none = pd.Series(False, index=frame.index)
    if kind is not None:
        none = (frame[kind].str.strip() == "0") & ~blank & ~low
        account.set_aside(frame.index[none], NO_TIE, column=kind)
    return pd.DataFrame({"weight": values.mask(low | none)}, index=frame.index)


def _any_measure(account: Account, names: dict[str, str]) -> pd.Series:
    """Give 1 for each row, NaN where all that was measured between the two people is nought."""
    frame = account.table.frame
    beside = [name for key, name in names.items() if not key.startswith((folded(ONE), folded(OTHER), folded(DATE)))]
    found = [read_numbers(frame[name], decimal=account.table.decimal) for name in beside]
    measures = [one for one in found if one.floats.notna().any() and not one.wrong.any()]
    none = pd.Series(bool(measures), index=frame.index)
    for one in measures:
        none &= one.floats.fillna(0) == 0
    account.set_aside(frame.index[none], NOTHING_MEASURED)
    return pd.Series(1.0, index=frame.index).mask(none)


def _dates(account: Account, names: dict[str, str]) -> pd.Series:
    column = names.get(folded(DATE))
    if column is None:
        return pd.Series(np.datetime64("NaT", "s"), account.table.frame.index, "datetime64[s]")
    return date_column(account, column)


def _attributes(account: Account, rows: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """Give the attributes of people, from both sides of the rows."""
    frame = account.table.frame.loc[rows.index]
    parts = []
    for side, prefix in (("source", ONE), ("target", OTHER)):
        columns = {
            column: column[len(prefix) :]
            for key, column in names.items()
            if key.startswith(folded(prefix)) and key != folded(prefix + PERSON)
        }
        parts.append(frame[list(columns)].rename(columns=columns).assign(person=rows[side]))
    whole = pd.concat(parts)
    made = {}
    for column in whole.columns.drop("person"):
        known = whole.loc[whole[column].fillna("") != "", ["person", column]].drop_duplicates()
        twice = known["person"].duplicated(keep=False)
        if twice.any():
            account.doubt(known.index[twice].unique(), DISAGREE, column=str(column))
        made[column] = known.sort_values([column]).drop_duplicates("person").set_index("person")[column]
    return pd.DataFrame(made)


def read_viva_groups(data: Any, **reading: Unpack[Reading]) -> pd.DataFrame:
    """Read a group-to-group file of Microsoft Viva Insights as a table of collaboration between groups.

    Answers: "How much do departments work together, when I may not see people?" It names no people and so makes no
    Network; compare the hours with the sizes of the groups to see where walls may be.

    Parameters
    ----------
    data
        Path of the CSV or Excel file, or a frame.
    **reading
        `sheet`, `name`, `header`, `encoding`, `separator`, `decimal` and `day_first`, where what is found by itself
        is not right; see `read_table`. Dates are month-day-year, as Viva Insights writes them, unless `day_first`.

    Returns
    -------
    pandas.DataFrame
        One row per pair of groups and metric date, in order:

        source, target : str      - the groups; collaboration inside a group has the group as both
        date : datetime           - NaT where there is none
        hours : float, >= 0       - time invested by the source group, in the unit of the file
        source_size, target_size : float - people in the groups, NaN where the file does not say

    Raises
    ------
    FileFormatError
        If this is no group-to-group file.

    Warns
    -----
    DoubtfulInputWarning
        Once, with rows whose time is no number.

    Examples
    --------
    >>> import pandas as pd
    >>> from kiemen import read_viva_groups
    >>> frame = pd.DataFrame(
    ...     {
    ...         "PrimaryCollaborator_Organization": ["HR", "HR"],
    ...         "SecondaryCollaborator_Organization": ["Within Group", "IT"],
    ...         "Group_collaboration_time_invested": [120.5, 4],
    ...     }
    ... )
    >>> read_viva_groups(frame)[["source", "target", "hours"]].values.tolist()
    [['HR', 'HR', 120.5], ['HR', 'IT', 4.0]]
    """
    account = _account(data, reading)
    frame, where = account.table.frame, account.table.file or account.table.source
    names = {folded(column): column for column in frame.columns}
    sides = [_group_column(names, prefix) for prefix in (ONE, OTHER)]
    hours = next((names[folded(column)] for column in HOURS if folded(column) in names), None)
    if None in sides or hours is None or folded(ONE + PERSON) in names:
        raise FileFormatError(
            f"{where}: this is no group-to-group file of Viva Insights; it needs columns {ONE}…, {OTHER}… and "
            f"{HOURS[0]}. Person-to-person files are read by read_viva."
        )
    source, target = (frame[str(side)].str.strip() for side in sides)
    values, _ = number_column(account, hours)
    account.set_aside(frame.index[values.isna()], NO_SCORE, column=hours, values=frame[hours][values.isna()])
    made = pd.DataFrame(
        {
            "source": source,
            "target": target.where(target.str.casefold() != WITHIN, source),
            "date": _dates(account, names),
            "hours": values,
            "source_size": _size(account, names, ONE),
            "target_size": _size(account, names, OTHER),
        }
    )
    account.warn()
    return made[values.notna()].sort_values(["source", "target", "date"], kind="stable", ignore_index=True)


def _group_column(names: dict[str, str], prefix: str) -> str | None:
    skipped = {folded(prefix + "GroupSize"), folded(prefix + PERSON)}
    found = [column for key, column in names.items() if key.startswith(folded(prefix)) and key not in skipped]
    return found[0] if found else None


def _size(account: Account, names: dict[str, str], prefix: str) -> pd.Series:
    column = names.get(folded(prefix + "GroupSize"))
    return number_column(account, column)[0] if column else pd.Series(np.nan, account.table.frame.index)
