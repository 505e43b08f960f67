"""Decisions about doubtful names: read from a filled-in review list, kept, and used again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from kiemen._files import FORMULA_START
from kiemen._letters import fold
from kiemen.errors import ColumnError, InputError
from kiemen.read.tables import read_table

OUTSIDE, NOBODY, SEVERAL_NAMES = "outside", "nobody", "several"
_SAID = {
    "outside": OUTSIDE, "buiten": OUTSIDE, "extern": OUTSIDE, "external": OUTSIDE,
    "nobody": NOBODY, "niemand": NOBODY, "geen": NOBODY, "none": NOBODY,
    "several": SEVERAL_NAMES, "meerdere": SEVERAL_NAMES, "meer": SEVERAL_NAMES, "multiple": SEVERAL_NAMES,
}  # fmt: skip
_WRITTEN = ("written", "geschreven")
_DECISION = ("decision", "besluit", "person")


def read_decisions(source: Any) -> pd.DataFrame:
    """Read a review list of names in which somebody filled in the column ``decision``.

    Answers: "I have decided about the doubtful names; how do I use that, now and next time?" Rows without a decision
    are left out, so a list can be filled in bit by bit.

    Parameters
    ----------
    source
        File or frame with the columns ``written`` and ``decision``: an id or a whole name of the roster (also as the
        list shows it: id, name and score), "outside" for somebody who is not on it, "nobody" for what is no person, or
        "several" for a field with more than one name.

    Returns
    -------
    pandas.DataFrame
        Columns written and decision, one row per decision, to pass as `decisions=`.

    Raises
    ------
    ColumnError
        If a column is missing.
    InputError
        If one spelling has two different decisions.

    Examples
    --------
    >>> import pandas as pd
    >>> from kiemen import read_decisions
    >>> read_decisions(pd.DataFrame({"written": ["J. de Vries"], "decision": ["1"]})).values.tolist()
    [['J. de Vries', '1']]
    """
    frame = read_table(source).frame
    written = next((name for name in _WRITTEN if name in frame.columns), None)
    decision = next((name for name in _DECISION if name in frame.columns), None)
    if written is None or decision is None:
        raise ColumnError(
            "decisions: the columns 'written' and 'decision' are needed; there is "
            f"{', '.join(map(repr, frame.columns))}."
        )
    rows = frame.loc[frame[decision] != "", [written, decision]].map(_unguarded)
    rows.columns = pd.Index(["written", "decision"])
    decision_map(rows)
    return rows.reset_index(drop=True)


def _unguarded(cell: str) -> str:
    """Take away the apostrophe that kept a spreadsheet from running the cell."""
    return cell[1:] if cell.startswith("'") and cell[1:2] and cell[1] in FORMULA_START else cell


def decision_map(decisions: pd.DataFrame | Mapping[str, str] | None) -> dict[str, str]:
    """Give folded name -> id, "outside", "nobody" or "several"."""
    if decisions is None:
        return {}
    if isinstance(decisions, pd.DataFrame):
        column = "decision" if "decision" in decisions.columns else "person"
        if "written" not in decisions.columns or column not in decisions.columns:
            raise ColumnError("decisions needs the columns 'written' and 'decision'.")
        pairs = list(zip(decisions["written"], decisions[column], strict=True))
    elif isinstance(decisions, Mapping):
        pairs = list(decisions.items())
    else:
        raise InputError(
            f"decisions must be a review list (read_decisions) or a dict of names, not {type(decisions).__name__}."
        )
    made: dict[str, str] = {}
    for written, choice in pairs:
        if not pd.api.types.is_scalar(choice):
            raise InputError(f"decisions: {written!r} needs one decision, not {choice!r}.")
        if pd.isna(choice) or not str(choice).strip():
            continue
        key, wanted = fold(str(written)), str(choice).strip()
        wanted = _SAID.get(wanted.casefold(), wanted)
        if made.setdefault(key, wanted) != wanted:
            raise InputError(f"decisions: {written!r} has two decisions, {made[key]!r} and {wanted!r}; keep one.")
    return made
