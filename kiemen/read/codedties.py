"""Millions of ties that were added up elsewhere, by the codes of people: no text is made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kiemen._ties import TieArrays, dates_or_none, in_order
from kiemen.network import Network

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kiemen.read.account import Account


def network_of_codes(
    account: Account,
    people: pd.DataFrame,
    ids: Sequence[str],
    ties: pd.DataFrame,
    *,
    relation: str,
    directed: bool,
    **tables: pd.DataFrame,
) -> Network:
    """Make the network of ties between positions in `ids`, one row per pair, with weight, start and end.

    The same network as `Network.from_frames` makes, in a tenth of the memory.
    """
    relations = pd.DataFrame({"relation": [relation], "directed": [directed]})
    base = Network.from_frames(people=people, relations=relations, **tables, **account.frames())
    place = base.ids.get_indexer(pd.Index(list(ids), dtype="str")).astype(np.int32)
    ends = {end: place[ties[end].to_numpy(dtype=np.int64)] for end in ("source", "target")}
    none = np.zeros(len(ties), dtype=np.int16)
    arrays = TieArrays(
        **ends,
        weight=ties["weight"].to_numpy(dtype=np.float64),
        relation=none,
        wave=none,
        origin=none,
        start=dates_or_none(ties["start"]),
        end=dates_or_none(ties["end"]),
        relations=(relation,),
        waves=("",),
        origins=(account.table.source,),
    )
    return Network(base._frames, in_order(arrays, frozenset() if directed else frozenset({relation})))  # noqa: SLF001
