"""Columns of yes and no, in Dutch and English words and ticks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

YES = frozenset(
    {"ja", "j", "yes", "y", "true", "waar", "1", "x", "✓", "✔", "☑", "✅", "v", "wel", "jawel", "aanwezig", "on", "t"}
    | {"present", "akkoord", "agree", "agreed", "accepted", "checked", "selected", "deelnemer", "lid", "member", "aan"}
    | {"√", "●", "•", "■"}
)
NO = frozenset(
    {
        "nee",
        "n",
        "no",
        "false",
        "onwaar",
        "0",
        "-",
        "–",
        "—",
        "✗",
        "✘",
        "☐",
        "❌",
        "niet",
        "neen",
        "afwezig",
        "off",
        "f",
    }
    | {"absent", "geen", "none", "not agreed", "disagree", "declined", "unchecked", "not selected", "uit", "nvt"}
    | {"n.v.t.", "n/a", ".", "o", "geen lid", "not a member", "niet aanwezig", "○"}
)


@dataclass(frozen=True)
class Flags:
    """A column read as yes and no: `yes` and `no` are false where blank; `wrong` marks words that are neither."""

    yes: pd.Series[bool]
    no: pd.Series[bool]
    wrong: pd.Series[bool]


def read_flags(values: pd.Series[str]) -> Flags:
    """Read a text column as yes and no; a blank is neither."""
    words = values.str.strip().str.casefold().str.rstrip("!. ").where(values.str.strip() != ".", ".")
    words = words.str.replace(r"^([01])[.,]0+$", r"\1", regex=True)
    yes, no = words.isin(YES), words.isin(NO)
    return Flags(yes, no, ~yes & ~no & (words != ""))
