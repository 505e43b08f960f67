"""Blank cells below a filled one, as merged cells and grouped reports leave them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiemen.i18n import mark

if TYPE_CHECKING:
    from kiemen.read.account import Account

FILL_DOWN = mark(
    "the cells below a filled one are blank, as merged cells are when they are exported. If they mean the same, fill "
    "them (in Excel: select the column, Home, Find & Select, Go To Special, Blanks; type = and the arrow up; "
    "Ctrl+Enter) and read the file again"
)
# From so many blanks in a column, and this share of its rows, it is worth telling.
FEWEST, SHARE = 2, 0.2


def tell_fill_down(account: Account, column: str | None) -> None:
    """Say what to do about a column that is filled in the first row of a group only."""
    if column is None or account.table.frame.empty:
        return
    frame = account.table.frame
    blank = frame[column].str.strip() == ""
    times = int(blank.sum())
    if blank.iloc[0] or times < FEWEST or times < SHARE * len(frame):
        return
    # A row that is blank apart from a remark is no part of a group.
    beside = (frame.loc[blank].drop(columns=column) != "").any(axis=1)
    if beside.all():
        account.remark(FILL_DOWN, column=column)
