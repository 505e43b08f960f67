"""Pairs of people: repeated ties made one, and names that nobody can be made of set aside."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kiemen.i18n import mark
from kiemen.read.roster import NAMES_OBJECTOR

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kiemen.read.account import Account
    from kiemen.read.crowd import Identified

NO_NAME = mark("there is no name")
BAD_WEIGHT = mark("the weight is not a number")
NO_WEIGHT = mark("the weight is blank")
LOW_WEIGHT = mark("the weight is not above zero")
BOTH_WAYS = mark(
    "every tie stands in the table both ways and the two were added; if each was written twice, the weights are twice "
    "as high as they should be"
)
# So many rows before that is no chance.
FEWEST = 4
SELF_TIE = mark("a tie of a person with himself or herself")


def merged_ties(rows: pd.DataFrame, *, directed: bool, apart: Sequence[str] = ()) -> pd.DataFrame:
    """Make one tie of the rows of a pair: weights added, from the first to the last date.

    `rows` has source, target, weight, start and perhaps relation, wave and end; undirected pairs are put in one order.
    Rows that differ in a column of `apart` stay apart.
    """
    rows = rows.copy(deep=False)
    if not directed:
        swap = rows["source"] > rows["target"]
        one, other = rows["source"].where(~swap, rows["target"]), rows["target"].where(~swap, rows["source"])
        rows["source"], rows["target"] = one, other
    if "end" not in rows:
        rows["end"] = rows["start"]
    keys = [key for key in ("relation", "wave", "source", "target") if key in rows]
    # Sums depend on the order of the terms in the last digit; rows may come in any order.
    rows = rows.sort_values([*keys, "weight"], kind="stable")
    if apart:
        return rows.groupby([*keys, *apart], sort=False, dropna=False)["weight"].sum().reset_index()
    grouped = rows.groupby(keys, sort=False, observed=True)
    return grouped.agg(weight=("weight", "sum"), start=("start", "min"), end=("end", "max")).reset_index()


def tell_both_ways(account: Account, ties: pd.DataFrame, *, directed: bool) -> None:
    """Doubt ties without direction that are all written both ways, equally heavy: they may have been counted twice."""
    if directed or len(ties) < FEWEST or (ties["source"] < ties["target"]).sum() * 2 != len(ties):
        return
    keys = [key for key in ("relation", "wave", "source", "target") if key in ties]
    there = ties.groupby(keys, observed=True)["weight"].sum()
    turned = {"source": "target", "target": "source"}
    other = there.reset_index().rename(columns=turned).set_index(keys)["weight"]
    if there.index.isin(other.index).all() and np.allclose(there, other.reindex(there.index)):
        account.remark(BOTH_WAYS)


def set_aside_unnamed(account: Account, found: Identified, columns: Sequence[str]) -> pd.Series[bool]:
    """List rows in which a column has nobody, and mark the others.

    Where a cell held a list of people, only that part of the row is not used. Names of people who may object are not
    repeated in the ledger.
    """
    rows = found.ids[columns[0]].index
    listed = account.set_aside if rows.is_unique else account.set_aside_cells
    good = np.ones(len(rows), dtype=np.bool_)
    for column in columns:
        nobody = (found.ids[column] == "").to_numpy() & good
        reasons, written = found.reason(column).to_numpy(), found.written[column].to_numpy()
        for reason in sorted(set(reasons[nobody])):
            at = nobody & (reasons == reason)
            values = () if reason == NAMES_OBJECTOR else written[at]
            listed(rows[at], reason or NO_NAME, column=column, values=values)
        good &= ~nobody
    return pd.Series(good, index=rows)
