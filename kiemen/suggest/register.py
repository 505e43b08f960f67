"""What became of earlier suggestions: accepted, passed, done or forbidden, so that the next round respects it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd

from kiemen._checks import check_choice, check_columns
from kiemen.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable

DECISIONS = ("accepted", "passed", "done", "forbidden")
COLUMNS = ["person", "other", "decision", "note"]


def _empty() -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(dtype="str") for name in COLUMNS})


@dataclass(frozen=True, eq=False)
class Register:
    """Decisions on suggested ties, one per pair; the last one counts.

    Answers: "They said no; will it come up again?" Pass it to `suggest_connections` as `register=`. A tie that was
    accepted or done counts as a tie from then on and takes up room of both; one that was passed is not suggested again;
    one that is forbidden never is. What falls away is filled up with others.

    Parameters
    ----------
    table
        Columns person, other, decision ("accepted", "passed", "done", "forbidden") and optionally note.

    Examples
    --------
    >>> register = Register().record([("An", "Bo")], "passed").record([("An", "Cas")], "done", note="lunch")
    >>> register.table["decision"].tolist()
    ['passed', 'done']
    >>> register.pairs("passed", "forbidden")
    [('An', 'Bo')]
    """

    table: pd.DataFrame = field(default_factory=_empty)

    def __post_init__(self) -> None:
        """Check the columns and keep the last decision on each pair."""
        check_columns(self.table, COLUMNS[:3], "register")
        rows = self.table.reindex(columns=COLUMNS).fillna({"note": ""}).astype("str")
        for value in rows["decision"].unique():
            check_choice("decision", value, DECISIONS)
        same = rows["person"] == rows["other"]
        if same.any():
            raise InputError(f"register: {rows.loc[same, 'person'].iloc[0]!r} is paired with themselves.")
        low, high = rows[["person", "other"]].min(axis=1), rows[["person", "other"]].max(axis=1)
        last = ~pd.DataFrame({"low": low, "high": high}).duplicated(keep="last")
        kept = rows.assign(person=low, other=high)[last].sort_values(["person", "other"])
        object.__setattr__(self, "table", kept.reset_index(drop=True))

    def record(self, pairs: Iterable[tuple[str, str]], decision: str, *, note: str = "") -> Register:
        """Give a register with one decision more on each of the pairs.

        Parameters
        ----------
        pairs
            Pairs of ids.
        decision
            "accepted", "passed", "done" or "forbidden".
        note
            Anything worth keeping.

        Returns
        -------
        Register
            A new one.
        """
        check_choice("decision", decision, DECISIONS)
        rows = [{"person": str(a), "other": str(b), "decision": decision, "note": note} for a, b in pairs]
        return Register(pd.concat([self.table, pd.DataFrame(rows, columns=COLUMNS)], ignore_index=True))

    def pairs(self, *decisions: str) -> list[tuple[str, str]]:
        """Give the pairs with one of the decisions."""
        rows: Any = self.table[self.table["decision"].isin(decisions)]
        return list(zip(rows["person"], rows["other"], strict=True))
