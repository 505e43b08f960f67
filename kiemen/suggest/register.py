"""What became of earlier suggestions: accepted, passed, done or forbidden, so that the next round respects it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from io import StringIO
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from kiemen._checks import check_choice, check_columns
from kiemen._display import html_card, html_table
from kiemen._files import FORMULA_START, check_target, safe_text, write_atomic
from kiemen.errors import InputError
from kiemen.i18n import mark, text, worded
from kiemen.results import Fact

if TYPE_CHECKING:
    import os

    from kiemen.network import Network

# Stands for the other where somebody is asked personally to take part from the start.
STARTER = "starter"
DECISIONS = ("accepted", "passed", "done", "forbidden")
COLUMNS = ["person", "other", "decision", "note"]


def _empty() -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(dtype="str") for name in COLUMNS})


@dataclass(frozen=True, eq=False)
class Register:
    """Decisions on suggested ties, one per pair; the last one counts.

    Answers: "They said no; will it come up again?" Pass it as `register=` to `suggest_connections` and the other
    functions that suggest. A tie that was accepted or done counts as a tie from then on and takes up room of both; one
    that was passed is not suggested again; one that is forbidden never is. What falls away is filled up with others.
    Joining an initiative is recorded as a pair of the person and the initiative, and taking part from the start as a
    pair of the person and "starter" (`Plan.pairs` has them all): neither comes up again; whoever did so belongs among
    the members or the adopters of the next round. Decisions on people who left, or on pairs that nobody suggested, do
    no harm: how many there are is told. `write_register` and `read_register` keep it from one round to the next.

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
        given: object = self.table
        if not isinstance(given, pd.DataFrame):
            raise InputError(
                "register must be a table with the columns person, other and decision (a DataFrame), not "
                f"a {type(given).__name__}; record adds decisions to Register()."
            )
        check_columns(self.table, COLUMNS[:3], "register")
        rows = self.table.reindex(columns=COLUMNS).astype("object")
        rows["note"] = rows["note"].where(rows["note"].notna(), "")
        empty = rows[["person", "other", "decision"]].isna().any(axis=1) | (rows[["person", "other"]] == "").any(axis=1)
        if empty.any():
            lines = ", ".join(str(place + 1) for place in empty.to_numpy().nonzero()[0][:5])
            raise InputError(f"register: row {lines} lacks a person, the other or a decision; fill it in or drop it.")
        rows = rows.astype("str")
        rows["decision"] = rows["decision"].str.strip().str.casefold()
        for value in rows["decision"].unique():
            check_choice("decision", value, DECISIONS)
        same = rows["person"] == rows["other"]
        if same.any():
            raise InputError(f"register: {rows.loc[same, 'person'].iloc[0]!r} is paired with themselves.")
        low, high = rows[["person", "other"]].min(axis=1), rows[["person", "other"]].max(axis=1)
        last = ~pd.DataFrame({"low": low, "high": high}).duplicated(keep="last")
        kept = rows.assign(person=low, other=high)[last].sort_values(["person", "other"])
        object.__setattr__(self, "table", kept.reset_index(drop=True))

    def _repr_html_(self) -> str:
        counts = self.table["decision"].value_counts()
        said = ", ".join(f"{worded(name)}: {count}" for name, count in counts.items()) or text("No decisions yet.")
        return html_card(text("Register of decisions"), [said], [html_table(self.table)] if len(self.table) else [])

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
        told = checked_pairs(pairs, "pairs")
        rows = [{"person": a, "other": b, "decision": decision, "note": note} for a, b in told]
        return Register(pd.concat([self.table, pd.DataFrame(rows, columns=COLUMNS)], ignore_index=True))

    def record_meeting(self, people: Iterable[str], decision: str, *, note: str = "") -> Register:
        """Give a register with one decision more on everybody who would meet: on each pair of them.

        Parameters
        ----------
        people
            Ids of those at the table.
        decision
            "accepted", "passed", "done" or "forbidden".
        note
            Anything worth keeping.

        Returns
        -------
        Register
            A new one.
        """
        if isinstance(people, str) or not isinstance(people, Iterable):
            raise InputError(f"people must be a list of ids, not {people!r}; .members of Meetings has them.")
        return self.record(combinations([str(one) for one in people], 2), decision, note=note)

    def pairs(self, *decisions: str) -> list[tuple[str, str]]:
        """Give the pairs with one of the decisions."""
        rows: Any = self.table[self.table["decision"].isin(decisions)]
        return list(zip(rows["person"], rows["other"], strict=True))

    def unknown(self, network: Network) -> list[tuple[str, str]]:
        """Give the pairs of which somebody is not in the network, nor an initiative in it.

        Parameters
        ----------
        network
            The people and initiatives of now.

        Returns
        -------
        list
            Pairs of ids: people who left or objected, or whose ids were written otherwise.
        """
        names = network.initiatives
        known = {*network.ids, *names.index, STARTER, *(names["name"].dropna() if "name" in names.columns else ())}
        return [pair for pair in self.pairs(*DECISIONS) if not known.issuperset(pair)]


def lost_decisions(network: Network, register: Register) -> tuple[Fact, ...]:
    """Say how many decisions could not be respected because somebody is not here; never about whom."""
    lost = len(register.unknown(network))
    said = mark(
        "{n:One decision|# decisions} in the register {n:is|are} about somebody who is not in this network, and "
        "{n:has|have} no effect. Check that ids are written as before."
    )
    return (Fact(said, {"n": lost}),) if lost else ()


def checked_pairs(pairs: Any, name: str) -> list[tuple[str, str]]:
    """Give pairs of ids as text; one text, or one pair by itself, would otherwise be taken apart into letters."""
    if isinstance(pairs, pd.DataFrame):
        pairs = pairs.itertuples(index=False)
    found = []
    if not isinstance(pairs, Iterable):
        raise InputError(f"{name} must be a list of pairs of ids, such as [('An', 'Bo')], not {pairs!r}.")
    for pair in [pairs] if isinstance(pairs, str) else pairs:
        ends = tuple(pair) if hasattr(pair, "__iter__") and not isinstance(pair, str) else ()
        if len(ends) != 2:
            raise InputError(f"{name} must be a list of pairs of ids, such as [('An', 'Bo')]; {pair!r} is no pair.")
        found.append((str(ends[0]), str(ends[1])))
    return found


def write_register(register: Register, path: str | os.PathLike[str], *, overwrite: bool = False) -> Path:
    """Keep the decisions in a CSV file for the next round.

    Answers: "How do I take what was decided along to next month?" It holds ids and decisions: keep it where the data
    are.

    Parameters
    ----------
    register
        The decisions.
    path
        File to write; its folder must exist.
    overwrite
        Whether a file that is there may be replaced.

    Returns
    -------
    pathlib.Path
        The file: columns person, other, decision, note; UTF-8; an apostrophe before what a spreadsheet would run.

    Raises
    ------
    InputError
        If the file cannot be written, or exists already.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> register = Register().record([("007", "=Bo")], "passed")
    >>> path = write_register(register, pathlib.Path(tempfile.mkdtemp()) / "register.csv")
    >>> read_register(path).pairs("passed")
    [('007', '=Bo')]
    """
    check_target(path, overwrite=overwrite)
    return write_atomic(path, register.table.map(safe_text).to_csv(index=False), overwrite=overwrite)


def read_register(path: str | os.PathLike[str]) -> Register:
    r"""Read the decisions of earlier rounds from a CSV file.

    Answers: "They decided last month; how do I make the next round respect it?" Commas, semicolons or tabs, in UTF-8 or
    as Excel for Windows writes it (UTF-16 with a mark, else Windows-1252); ids stay text ("007").

    Parameters
    ----------
    path
        File with the columns person, other, decision and optionally note.

    Returns
    -------
    Register
        One decision per pair; the last row of a pair counts.

    Raises
    ------
    InputError
        If the file is not there or a decision is not known.
    ColumnError
        If a column is missing.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> path = pathlib.Path(tempfile.mkdtemp()) / "register.csv"
    >>> _ = path.write_text("person;other;decision\nAn;Bo;done\n", encoding="utf-8")
    >>> read_register(path).pairs("done")
    [('An', 'Bo')]
    """
    try:
        words = _decoded(Path(path).read_bytes())
        header = words.partition("\n")[0]
        sep = max(",;\t", key=header.count)
        rows = pd.read_csv(StringIO(words), sep=sep, dtype="str", keep_default_na=False)
    except FileNotFoundError:
        raise InputError(f"there is no register at {path}; write one with write_register.") from None
    except (OSError, ValueError) as reason:
        raise InputError(f"{path} cannot be read as a register (CSV): {reason}") from None
    return Register(rows.map(_plain))


def _decoded(content: bytes) -> str:
    """Read the letters of a file as a spreadsheet may have left them."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252")


def _plain(value: str) -> str:
    """Take away the apostrophe that keeps a spreadsheet from running a cell."""
    told = value.strip()
    return told[1:] if told[:1] == "'" and told[1:].lstrip()[:1] in {*FORMULA_START} else told
