"""A Network from a tie list that is added up on disk."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kiemen.errors import Faults, FileFormatError
from kiemen.i18n import mark
from kiemen.network import Network
from kiemen.read.aggregate import Sums, sum_up
from kiemen.read.columns import OUTSIDE_WINDOW
from kiemen.read.crowd import identify
from kiemen.read.diskfile import NotSimpleError, check_fits
from kiemen.read.entities import ENTITY
from kiemen.read.headers import HEADER_AGAIN, tidy_name
from kiemen.read.numbers import preferred_rule, read_numbers
from kiemen.read.pairs import (
    BAD_WEIGHT,
    LOW_WEIGHT,
    NO_NAME,
    NO_WEIGHT,
    SELF_TIE,
    merged_ties,
    tell_both_ways,
)
from kiemen.read.roster import hidden_words
from kiemen.read.strengths import words_in
from kiemen.read.tables import TEXT_LIMIT
from kiemen.read.tielists import MAYBE, known_names, people_in
from kiemen.schema import tidy

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from kiemen.read.account import Account
    from kiemen.read.columns import Window
    from kiemen.read.tiecolumns import TieColumns

# Of cells that may hold several people, so many are shown.
SHOWN = 100
NOBODY = mark("a name in doubt, or of somebody who objects")
MORE = mark("more such rows, too many to list one by one")


def large_ties(
    path: Path, account: Account, parts: TieColumns, days: Window, *, roster: Network | None, decisions: Any
) -> Network | None:
    """Read a large tie list, or give None when the road in memory has to take it."""
    if parts.time is None and days.bounded:
        return None
    try:
        if parts.weight is not None and words_in(account.table.frame[parts.weight]) is not None:
            raise NotSimpleError  # noqa: TRY301  the same as for other cells that cannot be added up
        sums = sum_up(account.table, path, parts, days)
    except NotSimpleError:
        check_fits(path)
        return None
    sums = _without_headers(account, parts, sums)
    if any("&" in name and ENTITY.search(name) for name in sums.names):
        check_fits(path)
        return None
    lists, doubtful = people_in(sums.names, known_names(roster), hidden_words(roster))
    if lists:
        if path.stat().st_size > TEXT_LIMIT:
            raise FileFormatError(f"{path.name}: some cells hold several people; give every tie a row of its own.")
        return None
    _note_unused(account, parts, sums, days)
    if doubtful:
        account.remark(MAYBE, values=sorted(doubtful)[:SHOWN])
    settings = {**account.table.settings, "bytes": path.stat().st_size}
    account.table = replace(account.table, rows_total=sums.n_rows, settings=settings)
    if roster is None and _are_plain(sums.names):
        people = pd.DataFrame(index=pd.Index(sums.names, dtype="str", name="person"))
        return _network(account, parts, sums, np.arange(len(people)), people)
    written = pd.Series(sums.names, dtype="str")
    written.index = pd.Index(np.zeros(len(written), dtype="int64"))
    times = np.zeros(len(written), dtype="int64")
    for end in ("source", "target"):
        np.add.at(times, sums.pairs[end].to_numpy(), sums.pairs["rows"].to_numpy())
    counts = pd.Series(times, index=written.index, dtype="int64")
    found = identify({"name": written}, account, roster=roster, decisions=decisions, times=counts)
    place = pd.Index(found.people.index).get_indexer(pd.Index(found.ids["name"].to_numpy(), dtype="str"))
    return _network(account, parts, sums, np.asarray(place), found.people)


def _without_headers(account: Account, parts: TieColumns, sums: Sums) -> Sums:
    """Leave out rows that say the names of the columns once more."""
    ends = [sums.names.index(name) if name in sums.names else -1 for name in (parts.source, parts.target)]
    again = ((sums.pairs["source"] == ends[0]) & (sums.pairs["target"] == ends[1])).to_numpy()
    if min(ends) < 0 or not again.any():
        return sums
    account.count_aside(int(sums.pairs["rows"][again].sum()), HEADER_AGAIN)
    pairs = sums.pairs[~again].reset_index(drop=True)
    gone = {end for end in ends if not ((pairs["source"] == end) | (pairs["target"] == end)).any()}
    kept = [at for at in range(len(sums.names)) if at not in gone]
    place = np.full(len(sums.names), -1, dtype=np.int64)
    place[kept] = np.arange(len(kept))
    pairs = pairs.assign(source=place[pairs["source"].to_numpy()], target=place[pairs["target"].to_numpy()])
    return replace(sums, names=[sums.names[at] for at in kept], pairs=pairs)


def _are_plain(names: list[str]) -> bool:
    """Say whether every name stands for itself: nothing to tidy, and no two that differ only in case."""
    joined = "".join(names)
    if "" in names or not (joined.isascii() and joined.isprintable()):
        return False
    if " " in joined and not all(name == " ".join(name.split()) for name in names):
        return False
    lower = joined.lower()
    return lower == joined or len({name.casefold() for name in names}) == len(names)


def _note_unused(account: Account, parts: TieColumns, sums: Sums, days: Window) -> None:
    """List rows that could not be used; the reasons are the same as on the road in memory."""
    if sums.date_rule and parts.time:
        account.assume(f"date order of {parts.time}", sums.date_rule)
    if days.bounded:
        days.note(account)
        account.count_aside(sums.n_outside, OUTSIDE_WINDOW)
    rows = sums.unused
    again = (rows["source"] == parts.source) & (rows["target"] == parts.target)
    account.set_aside(rows.index[again], HEADER_AGAIN)
    rows = rows[~again]
    left = pd.Series(True, index=rows.index)
    if parts.weight is not None:
        weights = rows["weight"]
        numbers = read_numbers(weights, decimal=account.table.decimal, prefers=preferred_rule(account.table))
        low = numbers.floats <= 0
        for mask, reason in (
            (numbers.wrong | numbers.percent, BAD_WEIGHT), (weights.str.strip() == "", NO_WEIGHT), (low, LOW_WEIGHT)
        ):  # fmt: skip
            account.set_aside(rows.index[mask], reason, column=parts.weight, values=weights[mask])
            left &= ~mask
    for part, column in (("source", parts.source), ("target", parts.target)):
        blank = left & (rows[part].str.strip() == "")
        account.set_aside(rows.index[blank], NO_NAME, column=column)
        left &= ~blank
    account.count_aside(sums.n_unused - int((~left).sum()) - int(again.sum()), MORE)


def _network(account: Account, parts: TieColumns, sums: Sums, place: NDArray[Any], people: pd.DataFrame) -> Network:
    """Make the network of pairs; `place` is the position in `people` of each name, below zero for nobody."""
    ids = people.index
    pairs = sums.pairs
    if not np.array_equal(place, np.arange(len(ids))):
        pairs = pairs.assign(source=place[pairs["source"].to_numpy()], target=place[pairs["target"].to_numpy()])
    nobody = ((pairs["source"] < 0) | (pairs["target"] < 0)).to_numpy()
    if nobody.any():
        account.count_aside(int(pairs["rows"][nobody].sum()), NOBODY)
        pairs = pairs[~nobody]
    selfish = (pairs["source"] == pairs["target"]).to_numpy()
    if selfish.any():
        account.count_aside(int(pairs["rows"][selfish].sum()), SELF_TIE, column=parts.target)
        pairs = pairs[~selfish]
    met = np.bincount(place[place >= 0])
    joined = bool(len(met)) and int(met.max()) > 1
    tell_both_ways(account, pairs, directed=parts.directed)
    if not parts.directed or joined or parts.relation or parts.wave:
        pairs = _merged(pairs, parts)
    kinds = pairs["relation"] if parts.relation else pd.Series(parts.label, index=pairs.index, dtype="str")
    if parts.relation is None and parts.wave is None and parts.time is None:
        network = Network.from_arrays(
            ids, pairs["source"], pairs["target"], pairs["weight"], relation=parts.label, directed=parts.directed,
            people=people.rename_axis("person").reset_index(),
        )  # fmt: skip
        return with_origin(network, account)
    ties = pd.DataFrame(
        {
            "source": ids.take(pairs["source"].to_numpy()),
            "target": ids.take(pairs["target"].to_numpy()),
            "relation": kinds.to_numpy(),
            "wave": pairs["wave"].to_numpy() if parts.wave else "",
            "weight": pairs["weight"].to_numpy(),
            "start": pairs["start"].to_numpy() if parts.time else pd.NaT,
            "end": pairs["end"].to_numpy() if parts.time else pd.NaT,
            "origin": account.table.source,
        }
    )
    names = sorted(set(ties["relation"])) or [parts.label]
    relations = pd.DataFrame({"relation": names, "directed": parts.directed})
    return Network.from_frames(people=people, ties=ties, relations=relations, **account.frames())


def _merged(pairs: pd.DataFrame, parts: TieColumns) -> pd.DataFrame:
    for part in ("relation", "wave"):
        if part in pairs:
            pairs[part] = pairs[part].map(tidy_name).astype("str")
    if parts.relation:
        pairs["relation"] = pairs["relation"].replace("", parts.label)
    rows = pairs if parts.time else pairs.assign(start=np.datetime64("NaT", "s"), end=np.datetime64("NaT", "s"))
    return merged_ties(rows, directed=parts.directed)


def with_origin(network: Network, account: Account) -> Network:
    """Give the network with its ties, ledger and sources in the name of the account's source."""
    faults = Faults(account.table.source)
    told = {name: tidy(name, frame, faults) for name, frame in account.frames().items()}
    faults.raise_if_any()
    ties = replace(network._ties, origins=(account.table.source,))  # noqa: SLF001  millions of ties stay where they are
    return Network({**network._frames, **told}, ties)  # noqa: SLF001
