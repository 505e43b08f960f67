"""Making the tables of a Network fit each other, and taking people out of them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kiemen._checks import did_you_mean
from kiemen._ties import TieArrays, coded, dates_or_none, in_order
from kiemen.errors import Faults, InputError
from kiemen.i18n import mark
from kiemen.schema import TABLES, tidy

if TYPE_CHECKING:
    from collections.abc import Mapping

    import networkx as nx
    from numpy.typing import NDArray

CONTRADICTED = mark("one person has different statuses in one wave; the one that says most was kept")
STATUS_RANK = {"answered": 0, "partial": 1, "not answered": 2, "not asked": 3}
SELF_TIE = mark("a tie of a person with himself or herself")


def node_row(data: Mapping[str, Any]) -> dict[str, Any]:
    """Give a node's attributes as a row of people; its label is the name."""
    label = data.get("name", data.get("label"))
    rest = {str(key): value for key, value in data.items() if key not in {"name", "label", "person"}}
    return rest if label is None else {"name": str(label), **rest}


def graph_frames(graph: nx.Graph[Any], *, weight: str, relation: str) -> dict[str, pd.DataFrame | None]:
    """Give the nodes and edges of a networkx graph as tables."""
    if not (hasattr(graph, "nodes") and hasattr(graph, "edges")):
        raise InputError(f"graph must be a networkx graph, not {type(graph).__name__}")
    nodes = [{"person": str(node), **node_row(data)} for node, data in graph.nodes(data=True)]
    edges = [
        {
            "source": str(one),
            "target": str(other),
            "weight": data.get(weight, 1.0),
            "relation": data.get(relation, "tie"),
            **{key: data[key] for key in ("start", "end", "wave") if key in data},
        }
        for one, other, data in graph.edges(data=True)
    ]
    found = sorted({str(edge["relation"]) for edge in edges})
    return {
        "people": pd.DataFrame(nodes) if nodes else None,
        "ties": pd.DataFrame(edges) if edges else None,
        "relations": pd.DataFrame({"relation": found, "directed": graph.is_directed()}) if found else None,
    }


def display_names(people: pd.DataFrame) -> pd.Series[Any]:
    """Give everybody a name: the id stands in for a blank."""
    blank = people["name"] == ""
    if blank.all():
        return people.index.to_series().astype("str").rename("name")
    return people["name"].where(~blank, people.index.to_series().astype("str"))


def check_arrays(n: int, one: NDArray[Any], other: NDArray[Any], weights: NDArray[np.float64]) -> None:
    """Refuse arrays that do not fit each other."""
    if not len(one) == len(other) == len(weights):
        raise InputError(f"source, target and weight differ in length: {len(one)}, {len(other)}, {len(weights)}")
    if not (np.issubdtype(one.dtype, np.integer) and np.issubdtype(other.dtype, np.integer)):
        raise InputError(f"source and target must be whole positions, not {one.dtype} and {other.dtype}")
    if len(one) and (min(one.min(), other.min()) < 0 or max(one.max(), other.max()) >= n):
        raise InputError(f"source and target must be positions from 0 to {n - 1}")
    if not (np.isfinite(weights) & (weights > 0)).all():
        raise InputError("weight must be a finite number above zero for every tie")


def gather(made: dict[str, pd.DataFrame], ties: pd.DataFrame, given: set[str]) -> None:
    """Fill the tables that only list names from the tables that use them, where the caller gave none."""
    persons = [ties["source"], ties["target"]]
    persons += [made[name]["person"] for name in ("participation", "memberships", "responses", "adoptions", "events")]
    used = {
        "people": persons,
        "initiatives": [made["memberships"]["initiative"], made["events"]["initiative"]],
        "relations": [ties["relation"]],
        "waves": [ties["wave"], made["participation"]["wave"], made["responses"]["wave"]],
        "items": [made["responses"]["item"]],
        "innovations": [made["adoptions"]["innovation"]],
    }
    for name, columns in used.items():
        if name == "people" and name in given:
            continue
        index = str(TABLES[name].index)
        missing = sorted(set(pd.concat(columns).unique()) - {""} - set(made[name].index))
        if missing:
            new = tidy(name, pd.DataFrame({index: missing}), Faults(name))
            made[name] = pd.concat([made[name], new]).sort_index() if len(made[name]) else new
    for name in ("people", "initiatives"):
        made[name]["name"] = display_names(made[name])


def check_references(made: dict[str, pd.DataFrame], ties: pd.DataFrame | None, faults: Faults) -> None:
    """Add a fault for every id that is used and does not exist, and for weights not above zero."""
    people = made["people"].index
    tables = {name: made[name] for name in ("participation", "memberships", "responses", "adoptions", "events")}
    columns = [(name, frame["person"]) for name, frame in tables.items()]
    if ties is not None:
        columns += [("ties", ties["source"]), ("ties", ties["target"])]
        if (ties["weight"] <= 0).any():
            faults.add(
                "table 'ties': a weight must be above zero", column="weight", rows=ties.index[ties["weight"] <= 0]
            )
    for name, column in columns:
        # Looked up in the index: `isin` would go through everybody once more for every column.
        unknown = column[(people.get_indexer(pd.Index(column)) < 0) & (column != "").to_numpy(bool)]
        if len(unknown):
            hint = did_you_mean(unknown.iloc[0], people)
            faults.add(
                f"table {name!r} names people who are not in the people table: {unknown.iloc[0]!r}.{hint}",
                column=str(column.name),
                rows=unknown.index,
            )


def one_status(participation: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give one status per person and wave, the one that says most, and a note for each that was contradicted."""
    again = participation.duplicated(["person", "wave"], keep=False)
    if not again.any():
        return participation, pd.DataFrame()
    rank = participation["status"].map(STATUS_RANK)
    ordered = participation.assign(_rank=rank).sort_values(["person", "wave", "_rank"], kind="stable")
    said = ordered[again.reindex(ordered.index)].groupby(["person", "wave"])["status"].unique()
    # Without the person: somebody may still turn out to object.
    notes = [
        {"part": "cell", "column": "status", "action": "doubtful", "reason": CONTRADICTED, "value": " / ".join(both)}
        for both in said
        if len(both) > 1
    ]
    kept = ordered.drop_duplicates(["person", "wave"]).drop(columns="_rank")
    return kept.sort_index().reset_index(drop=True), pd.DataFrame(notes)


def settled(made: dict[str, pd.DataFrame], ties: pd.DataFrame, faults: Faults) -> pd.DataFrame:
    """Settle contradicting statuses in `made`, give the ties between two people, and list both in the ledger."""
    made["participation"], notes = one_status(made["participation"])
    selfish = ties["source"] == ties["target"]
    if selfish.any():
        notes = pd.concat([notes, self_ties(ties[selfish])])
    if len(notes):
        made["ledger"] = tidy("ledger", pd.concat([made["ledger"], notes]), faults)
    return ties[~selfish]


def self_ties(rows: pd.DataFrame) -> pd.DataFrame:
    """Give the ledger rows of ties from a person to himself or herself."""
    return pd.DataFrame(
        {
            "source": rows["origin"],
            "part": "cell",
            "column": "target",
            "action": "set aside",
            "reason": SELF_TIE,
            "value": rows["target"],
        }
    )


def tie_arrays(rows: pd.DataFrame, made: dict[str, pd.DataFrame]) -> TieArrays:
    """Give the ties as integer arrays in canonical order."""
    people = made["people"].index
    relation, relations = coded(rows["relation"])
    wave, waves = coded(rows["wave"])
    origin, origins = coded(rows["origin"])
    ties = TieArrays(
        source=people.get_indexer(pd.Index(rows["source"])).astype(np.int32),
        target=people.get_indexer(pd.Index(rows["target"])).astype(np.int32),
        weight=rows["weight"].to_numpy(dtype="float64", copy=True),
        relation=relation,
        wave=wave,
        origin=origin,
        start=dates_or_none(rows["start"]),
        end=dates_or_none(rows["end"]),
        relations=relations,
        waves=waves,
        origins=origins,
    )
    directed = made["relations"]["directed"]
    return in_order(ties, frozenset(str(name) for name in directed.index[~directed]))


def scrubbed(rows: pd.DataFrame, column: str, words: set[str]) -> pd.DataFrame:
    """Blank the texts in which one of the words stands as a word of its own."""
    if rows.empty or not words:
        return rows
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in sorted(words)))
    named = rows[column].map(lambda said: pattern.search(said.casefold()) is not None)
    if not named.any():
        return rows
    rows = rows.copy()
    rows.loc[named, column] = ""
    return rows


def unnamed(table: pd.DataFrame, words: set[str]) -> pd.DataFrame:
    """Blank the attributes that are the id or name of somebody who is gone, such as a manager or a leader."""
    made = table
    for column in table.columns.difference(["name"], sort=False):
        if pd.api.types.is_string_dtype(table[column].dtype):
            named = table[column].str.casefold().isin(words)
            if named.any():
                made = made.assign(**{str(column): table[column].where(~named, np.nan)})
    return made


def kept(
    frames: Mapping[str, pd.DataFrame], ties: TieArrays, keep: NDArray[np.bool_]
) -> tuple[dict[str, pd.DataFrame], TieArrays]:
    """Give the tables and ties of the people where `keep` is true, and of nobody else."""
    made = dict(frames)
    ids = set(frames["people"].index[keep])
    made["people"] = frames["people"][keep]
    for name in ("participation", "memberships", "responses", "adoptions", "events"):
        rows = frames[name]
        mine = rows["person"].isin(ids) | ((rows["person"] == "") if name == "events" else False)
        made[name] = rows[mine].reset_index(drop=True)
    place = np.cumsum(keep, dtype=np.int32) - 1
    held = ties.take(keep[ties.source] & keep[ties.target])
    return made, replace(held, source=place[held.source], target=place[held.target])
