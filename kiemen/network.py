"""The Network: who there is, how they are tied, what they answered, and what became of every row that was read."""

from __future__ import annotations

import hashlib
import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kiemen._checks import check_choice, did_you_mean
from kiemen._display import html_card, html_table, text_table
from kiemen._ties import TieArrays, coded, dates_or_none, in_order, to_csr
from kiemen.errors import ColumnError, Faults, InputError
from kiemen.i18n import plural, text
from kiemen.schema import TABLES, tidy

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import networkx as nx
    from numpy.typing import ArrayLike, NDArray
    from scipy.sparse import csr_array

GROUP_COLUMNS = ("department", "team", "unit", "group", "afdeling", "sector")
FRAMES = tuple(name for name in TABLES if name != "ties")


class Network:
    """People inside and outside, their initiatives, ties and answers, and the record of every row.

    Answers: "What do I hold?" A Network is made by a `read_` function, by `from_frames`, `from_arrays` or
    `from_networkx`, and never changes: every verb returns a new one. Its tables come as copies, in an order of their
    own, so that the order of the rows in a file never matters.

    Notes
    -----
    Tables (each a property that gives a DataFrame):

    people : index ``person``; name, inside (False for contacts), and any attributes such as department or role
    participation : person, wave, status (answered, partial, not answered, not asked); no row means unknown
    waves : index ``wave``; date, label
    initiatives : index ``initiative``; name and any attributes
    relations : index ``relation``; directed, asked (True where only respondents could report the tie)
    ties : source, target, relation, wave, weight (> 0), start, end, origin
    memberships : person, initiative, role, start, end, origin
    items : index ``item``; label, scale, low, high, reversed, kind (scale, number, text, choice)
    responses : person, wave, item, value, text, origin
    innovations : index ``innovation``; label, first, last (first and last observed period)
    adoptions : person, innovation, status (adopted, not adopted), time (period), date; no row means unknown
    events : event, kind (meeting, action, result, impulse), date, person, initiative, note
    ledger : source, row (as a spreadsheet shows it), part (row, cell), column, action, reason, value
    sources : index ``source``; file, kind, rows_read, rows_used, rows_set_aside, settings
    assumptions : source, subject, choice

    Examples
    --------
    >>> import pandas as pd
    >>> from kiemen import Network
    >>> ties = pd.DataFrame({"source": ["An", "Bram"], "target": ["Bram", "Chaima"]})
    >>> network = Network.from_frames(ties=ties)
    >>> network
    <Network: 3 people, 2 ties>
    >>> network.adjacency().toarray()
    array([[0., 1., 0.],
           [0., 0., 1.],
           [0., 0., 0.]])
    """

    __slots__ = ("_frames", "_kept", "_ties")

    def __init__(self, frames: Mapping[str, pd.DataFrame], ties: TieArrays) -> None:
        self._frames = MappingProxyType(dict(frames))
        self._ties = ties
        self._kept: dict[Any, Any] = {}

    def __setattr__(self, name: str, value: object) -> None:
        if hasattr(self, "_kept"):
            raise AttributeError(f"a Network never changes; use .replace() to get another with a new {name!r}")
        object.__setattr__(self, name, value)

    # ---------------------------------------------------------------- making one

    @classmethod
    def from_frames(
        cls,
        people: pd.DataFrame | None = None,
        ties: pd.DataFrame | None = None,
        **tables: pd.DataFrame | None,
    ) -> Network:
        """Make a Network from tables.

        Answers: "I have my own frames; how do I start?" Every table is optional and missing columns get defaults.
        Without `people` they are gathered from the other tables; the same holds for initiatives, relations, waves,
        items and innovations.

        Parameters
        ----------
        people
            One row per person; the id is the column ``person`` or the index.
        ties
            One row per tie: source, target and optionally relation, wave, weight, start, end, origin.
        **tables
            Any other table of a Network by its name (see the class).

        Returns
        -------
        Network
            Rows in canonical order. Ties of a person with himself are set aside and listed in the ledger.

        Raises
        ------
        InputError
            One error that lists all faults: unknown columns, ids that are not in `people`, wrong types, weights that
            are not above zero.

        Examples
        --------
        >>> import pandas as pd
        >>> from kiemen import Network
        >>> people = pd.DataFrame({"person": ["a", "b"], "department": ["Zorg", "Wijken"]})
        >>> Network.from_frames(people, pd.DataFrame({"source": ["a"], "target": ["b"]})).n_people
        2
        """
        faults = Faults("tables")
        unknown = [name for name in tables if name not in TABLES]
        for name in unknown:
            faults.add(f"there is no table {name!r}.{did_you_mean(name, TABLES)}")
        given = {"people": people, "ties": ties, **{k: v for k, v in tables.items() if k not in unknown}}
        made = {name: tidy(name, given.get(name), faults) for name in TABLES}
        tie_frame = made.pop("ties")
        _gather(made, tie_frame, {name for name, frame in given.items() if frame is not None})
        _check_references(made, tie_frame, faults)
        faults.raise_if_any()
        selfish = tie_frame["source"] == tie_frame["target"]
        if selfish.any():
            made["ledger"] = tidy("ledger", pd.concat([made["ledger"], _self_ties(tie_frame[selfish])]), faults)
            tie_frame = tie_frame[~selfish]
        return cls(made, _tie_arrays(tie_frame, made))

    @classmethod
    def from_arrays(
        cls,
        ids: Sequence[str] | pd.Index[Any],
        source: ArrayLike,
        target: ArrayLike,
        weight: ArrayLike | None = None,
        *,
        relation: str = "tie",
        directed: bool = True,
        people: pd.DataFrame | None = None,
    ) -> Network:
        """Make a Network of one relation from integer arrays, for millions of ties.

        Answers: "I have positions instead of names, and very many of them."

        Parameters
        ----------
        ids
            Text id of each position, all different.
        source, target
            Positions into `ids`, one pair per tie. Ties of a person with himself are left out.
        weight
            Weight per tie, above zero; None gives every tie weight 1.
        relation
            Name of the relation.
        directed
            Whether a tie from a to b differs from one from b to a.
        people
            Attributes, one row per id.

        Returns
        -------
        Network
            With the people in the order of their ids.

        Raises
        ------
        InputError
            If arrays differ in length, positions are outside `ids` or weights are not above zero.

        Notes
        -----
        O(ties log ties) for the canonical order.

        Examples
        --------
        >>> from kiemen import Network
        >>> Network.from_arrays(["a", "b", "c"], [0, 1], [1, 2], directed=False).n_ties
        2
        """
        names = pd.Index(ids, dtype="str")
        order = np.argsort(names.to_numpy(), kind="stable")
        place = np.empty(len(names), dtype=np.int32)
        place[order] = np.arange(len(names), dtype=np.int32)
        one, other = np.asarray(source), np.asarray(target)
        weights = np.ones(len(one)) if weight is None else np.array(weight, dtype="float64")
        _check_arrays(len(names), one, other, weights)
        kept = one != other
        frames = {name: tidy(name, None, Faults("tables")) for name in FRAMES}
        table = pd.DataFrame({"person": names}) if people is None else people
        faults = Faults("people")
        frames["people"] = tidy("people", table, faults)
        if not frames["people"].index.equals(names[order].rename("person")):
            faults.add("the people do not have exactly the ids that were given")
        faults.raise_if_any()
        frames["people"]["name"] = _names(frames["people"])
        frames["relations"] = tidy("relations", pd.DataFrame({"relation": [relation], "directed": [directed]}), faults)
        zeros = np.zeros(int(kept.sum()), dtype=np.int16)
        ties = TieArrays(
            source=place[one[kept]],
            target=place[other[kept]],
            weight=weights[kept],
            relation=zeros,
            wave=zeros,
            origin=zeros,
            start=None,
            end=None,
            relations=(relation,),
            waves=("",),
            origins=("",),
        )
        return cls(frames, in_order(ties, frozenset() if directed else frozenset({relation})))

    @classmethod
    def from_networkx(cls, graph: nx.Graph[Any], *, weight: str = "weight", relation: str = "relation") -> Network:
        """Make a Network from a networkx graph of any kind.

        Answers: "I already have a graph in networkx." Node attributes become columns of people (``label`` or
        ``name`` the name), edge attributes weight, relation, start, end and wave are kept; parallel edges stay apart.

        Parameters
        ----------
        graph
            The graph; undirected graphs give undirected relations.
        weight
            Edge attribute with the weight; edges without it weigh 1.
        relation
            Edge attribute with the name of the relation; edges without it are called "tie".

        Returns
        -------
        Network
            One person per node, ids as text.

        Raises
        ------
        InputError
            If two nodes have the same text id, or a weight is not above zero.

        Examples
        --------
        >>> import networkx as nx
        >>> from kiemen import Network
        >>> Network.from_networkx(nx.path_graph(4)).n_ties
        3
        """
        nodes = pd.DataFrame([{"person": str(node), **_node(data)} for node, data in graph.nodes(data=True)])
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
        ties = pd.DataFrame(edges) if edges else None
        found = sorted({str(edge["relation"]) for edge in edges})
        relations = pd.DataFrame({"relation": found, "directed": [graph.is_directed()] * len(found)}) if found else None
        return cls.from_frames(nodes if len(nodes) else None, ties, relations=relations)

    def to_frames(self) -> dict[str, pd.DataFrame]:
        """Give all tables by name; `Network.from_frames(**frames)` makes the same Network again."""
        return {name: getattr(self, name) for name in TABLES}

    def to_networkx(self, relation: str | None = None, *, wave: str | None = None) -> nx.DiGraph[Any]:
        """Give the people and their ties as a networkx DiGraph.

        Answers: "Can I use networkx on this?" Ties are those of `adjacency(relation, wave=wave)`: an undirected tie
        runs both ways, repeated ties are added up.

        Parameters
        ----------
        relation
            One relation, or None for all together.
        wave
            One wave, or None for the latest.

        Returns
        -------
        networkx.DiGraph
            Nodes are person ids with the columns of people; edges have a ``weight``.

        Examples
        --------
        >>> import pandas as pd
        >>> from kiemen import Network
        >>> ties = pd.DataFrame({"source": ["An"], "target": ["Bram"]})
        >>> Network.from_frames(ties=ties).to_networkx().edges["An", "Bram"]["weight"]
        1.0
        """
        import networkx as nx

        graph: nx.DiGraph[Any] = nx.DiGraph()
        rows = self._frames["people"]
        graph.add_nodes_from(
            (str(person), dict(row)) for person, row in zip(rows.index, rows.to_dict("records"), strict=True)
        )
        matrix = self.adjacency(relation, wave=wave).tocoo()
        ids = self.ids.to_numpy()
        graph.add_weighted_edges_from(zip(ids[matrix.row], ids[matrix.col], matrix.data.tolist(), strict=True))
        return graph

    # ---------------------------------------------------------------- the tables

    def _copy(self, name: str) -> pd.DataFrame:
        return self._frames[name].copy(deep=False)

    @property
    def people(self) -> pd.DataFrame:
        """Everybody, inside and outside: index person; name, inside and attributes."""
        return self._copy("people")

    @property
    def participation(self) -> pd.DataFrame:
        """Who was asked and who answered: person, wave, status."""
        return self._copy("participation")

    @property
    def waves(self) -> pd.DataFrame:
        """Measurements in time: index wave; date, label."""
        return self._copy("waves")

    @property
    def initiatives(self) -> pd.DataFrame:
        """Projects, groups and activities: index initiative; name and attributes."""
        return self._copy("initiatives")

    @property
    def relations(self) -> pd.DataFrame:
        """Kinds of tie: index relation; directed, asked."""
        return self._copy("relations")

    @property
    def ties(self) -> pd.DataFrame:
        """All ties: source, target, relation, wave, weight, start, end, origin."""
        return self._ties.to_frame(self.ids)

    @property
    def memberships(self) -> pd.DataFrame:
        """Who takes part in what: person, initiative, role, start, end, origin."""
        return self._copy("memberships")

    @property
    def items(self) -> pd.DataFrame:
        """Survey questions: index item; label, scale, low, high, reversed, kind."""
        return self._copy("items")

    @property
    def responses(self) -> pd.DataFrame:
        """Survey answers: person, wave, item, value, text, origin."""
        return self._copy("responses")

    @property
    def innovations(self) -> pd.DataFrame:
        """What could be adopted: index innovation; label, first and last observed period."""
        return self._copy("innovations")

    @property
    def adoptions(self) -> pd.DataFrame:
        """Who took up what and when: person, innovation, status, time, date."""
        return self._copy("adoptions")

    @property
    def events(self) -> pd.DataFrame:
        """Meetings, actions done, results shown: event, kind, date, person, initiative, note."""
        return self._copy("events")

    @property
    def ledger(self) -> pd.DataFrame:
        """Every row and cell that was set aside, changed or is doubtful, with the reason."""
        return self._copy("ledger")

    @property
    def sources(self) -> pd.DataFrame:
        """What was read: index source; file, kind, rows read, used and set aside, settings."""
        return self._copy("sources")

    @property
    def assumptions(self) -> pd.DataFrame:
        """What was assumed while reading: source, subject, choice."""
        return self._copy("assumptions")

    # ---------------------------------------------------------------- access

    @property
    def ids(self) -> pd.Index[Any]:
        """Text ids of everybody, in the order of every matrix."""
        return self._frames["people"].index

    @property
    def n_nodes(self) -> int:
        """Number of people inside and outside."""
        return len(self.ids)

    @property
    def n_people(self) -> int:
        """Number of people inside the organisation."""
        return int(self._frames["people"]["inside"].sum())

    @property
    def n_contacts(self) -> int:
        """Number of people outside the organisation."""
        return self.n_nodes - self.n_people

    @property
    def n_ties(self) -> int:
        """Number of ties, every relation and wave counted."""
        return len(self._ties)

    @property
    def default_wave(self) -> str:
        """The latest wave by date and then by name; blank when there are no waves."""
        waves = self._frames["waves"]
        if waves.empty:
            return ""
        return str(waves.reset_index().sort_values(["date", "wave"], na_position="first")["wave"].iloc[-1])

    @property
    def fingerprint(self) -> str:
        """Sixteen hexadecimal digits that differ when the content differs; row numbers of files do not count."""
        if "fingerprint" not in self._kept:
            digest = hashlib.sha256()
            for name in FRAMES:
                if name not in {"ledger", "sources", "assumptions"}:
                    digest.update(name.encode() + self._frames[name].to_csv(lineterminator="\n").encode())
            ties = self._ties
            for part in (ties.source, ties.target, ties.weight, ties.relation, ties.wave, ties.start, ties.end):
                digest.update(b"-" if part is None else np.ascontiguousarray(part).tobytes())
            digest.update(repr((ties.relations, ties.waves)).encode())
            self._kept["fingerprint"] = digest.hexdigest()[:16]
        return str(self._kept["fingerprint"])

    def positions(self, ids: Iterable[str]) -> NDArray[np.int64]:
        """Give the position of each id in `ids`.

        Parameters
        ----------
        ids
            Person ids.

        Returns
        -------
        numpy.ndarray
            One integer per id.

        Raises
        ------
        InputError
            If an id is not a person here; the message names the nearest.

        Examples
        --------
        >>> import pandas as pd
        >>> from kiemen import Network
        >>> network = Network.from_frames(ties=pd.DataFrame({"source": ["An"], "target": ["Bram"]}))
        >>> network.positions(["Bram"]).tolist()
        [1]
        """
        wanted = pd.Index([str(i) for i in ids], dtype="str")
        found = np.asarray(self.ids.get_indexer(wanted), dtype=np.int64)
        if (found < 0).any():
            unknown = wanted[found < 0]
            raise InputError(f"no person {unknown[0]!r} in this network.{did_you_mean(unknown[0], self.ids)}")
        return found

    def adjacency(
        self,
        relation: str | Sequence[str] | None = None,
        *,
        weight: str | None = "weight",
        direction: str = "out",
        wave: str | None = None,
    ) -> csr_array:
        """Give the ties as a sparse matrix, built once.

        Parameters
        ----------
        relation
            One relation, several, or None for all together.
        weight
            "weight", or None to count every pair as 1.
        direction
            "out": row reports or sends, column receives. "in": the transpose. "both": direction ignored, the stronger
            of the two weights.
        wave
            Ties of this wave and those without a wave; None takes, for each relation, its latest wave.

        Returns
        -------
        scipy.sparse.csr_array
            n × n, rows and columns in the order of `ids`, sorted, nothing on the diagonal. Repeated ties are added
            up. The arrays are shared with the Network: do not write into them.

        Raises
        ------
        InputError
            If a relation or wave does not exist; the message names the nearest.

        Notes
        -----
        O(ties) the first time, O(1) after.
        """
        check_choice("direction", direction, ("out", "in", "both"))
        if weight not in {None, "weight"}:
            raise ColumnError(f"weight must be 'weight' or None, not {weight!r}")
        names = self._relation_names(relation)
        key = (names, weight, direction, wave)
        if key not in self._kept:
            self._kept[key] = self._build(names, weighted=weight is not None, direction=direction, wave=wave)
        from scipy.sparse import csr_array

        return csr_array(self._kept[key], copy=False)

    def _relation_names(self, relation: str | Sequence[str] | None) -> tuple[str, ...]:
        existing = list(self._frames["relations"].index)
        if relation is None:
            return tuple(existing)
        wanted = [relation] if isinstance(relation, str) else list(relation)
        for name in wanted:
            if name not in existing:
                raise InputError(f"no relation {name!r} in this network.{did_you_mean(name, existing)}")
        return tuple(sorted(wanted))

    def _build(self, names: tuple[str, ...], *, weighted: bool, direction: str, wave: str | None) -> csr_array:
        if direction != "out":
            ahead = self.adjacency(names, weight="weight" if weighted else None, wave=wave)
            turned = ahead.T.tocsr()
            return turned if direction == "in" else ahead.maximum(turned)
        ties = self._ties
        chosen = np.isin(ties.relation, [i for i, name in enumerate(ties.relations) if name in names])
        chosen &= self._in_wave(wave)
        picked = ties if chosen.all() else ties.take(chosen)
        directed = self._frames["relations"]["directed"].to_dict()
        two_way = [i for i, name in enumerate(ties.relations) if not directed.get(name, True)]
        mirrored = np.isin(picked.relation, two_way)
        return to_csr(
            picked.source, picked.target, picked.weight if weighted else None, self.n_nodes, mirrored=mirrored
        )

    def _in_wave(self, wave: str | None) -> NDArray[np.bool_]:
        ties = self._ties
        if wave is not None and wave not in self._frames["waves"].index:
            raise InputError(f"no wave {wave!r} in this network.{did_you_mean(wave, self._frames['waves'].index)}")
        if ties.waves in {(), ("",)}:
            return np.ones(len(ties), dtype=np.bool_)
        if wave is not None:
            return np.isin(ties.wave, [i for i, name in enumerate(ties.waves) if name in {"", wave}])
        dates = self._frames["waves"]["date"]
        rank = {name: (not pd.isna(dates.get(name)), dates.get(name), name) for name in ties.waves if name}
        latest = sorted(rank, key=lambda name: (rank[name][0], str(rank[name][1]), name))
        keep = np.isin(ties.wave, [i for i, name in enumerate(ties.waves) if name == ""])
        for code in range(len(ties.relations)):
            mine = ties.relation == code
            for name in reversed(latest):
                here = mine & (ties.wave == ties.waves.index(name))
                if here.any():
                    keep |= here
                    break
        return keep

    def incidence(self) -> csr_array:
        """Give who takes part in what as a sparse matrix of ones.

        Returns
        -------
        scipy.sparse.csr_array
            People × initiatives, in the order of `ids` and of `initiatives`.
        """
        if "incidence" not in self._kept:
            from scipy.sparse import coo_array

            rows = self._frames["memberships"]
            initiatives = self._frames["initiatives"].index
            one, other = self.ids.get_indexer(rows["person"]), initiatives.get_indexer(rows["initiative"])
            matrix = coo_array((np.ones(len(rows)), (one, other)), shape=(self.n_nodes, len(initiatives))).tocsr()
            matrix.sum_duplicates()
            matrix.data[:] = 1.0
            self._kept["incidence"] = matrix
        from scipy.sparse import csr_array

        return csr_array(self._kept["incidence"], copy=False)

    def group_column(self, by: str | None = None) -> str:
        """Give the column of people that holds the groups.

        Parameters
        ----------
        by
            A column, or None for the first of department, team, unit, group, afdeling, sector that exists.

        Returns
        -------
        str
            Name of the column.

        Raises
        ------
        ColumnError
            If there is no such column; the message names the nearest.
        """
        columns = self._frames["people"].columns
        if by is None:
            for name in GROUP_COLUMNS:
                if name in columns:
                    return name
            raise ColumnError(f"people have no column with groups; pass by=.{did_you_mean('department', columns)}")
        if by not in columns:
            raise ColumnError(f"people have no column {by!r}.{did_you_mean(by, columns)}")
        return by

    def groups(self, by: str | None = None) -> pd.Series[Any]:
        """Give the group of each person as text, NaN where it is not known.

        Parameters
        ----------
        by
            A column of people, "inside" for inside against outside, or None (see `group_column`).

        Returns
        -------
        pandas.Series
            Index person, values text or NaN.
        """
        values = self._frames["people"][self.group_column(by)]
        if values.dtype == bool and values.name == "inside":
            return values.map({True: "inside", False: "outside"}).astype("str")
        return values.map(lambda v: str(v), na_action="ignore").astype("str")

    def response(self, wave: str | None = None) -> pd.Series[Any]:
        """Give what each person did with the survey: answered, partial, not answered, not asked or unknown.

        Parameters
        ----------
        wave
            A wave, or None for the latest in which anybody was asked.

        Returns
        -------
        pandas.Series
            Index person, text.
        """
        rows = self._frames["participation"]
        chosen = self._wave_of(rows, wave)
        status = rows[rows["wave"] == chosen].drop_duplicates("person").set_index("person")["status"]
        return status.reindex(self.ids).fillna("unknown").rename("response")

    def response_rate(self, wave: str | None = None) -> float:
        """Give the share of the people asked who answered, in whole or in part; NaN when nobody is known to be asked.

        Parameters
        ----------
        wave
            A wave, or None for the latest in which anybody was asked.

        Returns
        -------
        float
            Between 0 and 1, over people inside.
        """
        status = self.response(wave)[self._frames["people"]["inside"]]
        answered = int(status.isin(["answered", "partial"]).sum())
        asked = answered + int((status == "not answered").sum())
        return answered / asked if asked else float("nan")

    def _wave_of(self, rows: pd.DataFrame, wave: str | None) -> str:
        if wave is not None:
            if wave not in self._frames["waves"].index and not (rows["wave"] == wave).any():
                raise InputError(f"no wave {wave!r} in this network.{did_you_mean(wave, self._frames['waves'].index)}")
            return wave
        present = set(rows["wave"])
        waves = self._frames["waves"].reset_index().sort_values(["date", "wave"], na_position="first")["wave"]
        ordered = [name for name in waves if name in present]
        return str(ordered[-1]) if ordered else ""

    def answers(self, wave: str | None = None) -> pd.DataFrame:
        """Give the numeric answers as one row per person and one column per item.

        Parameters
        ----------
        wave
            A wave, or None for the latest with answers.

        Returns
        -------
        pandas.DataFrame
            Index person, one float column per item that is not a text question; NaN where there is no answer.
        """
        rows = self._frames["responses"]
        items = self._frames["items"]
        numeric = items.index[items["kind"] != "text"]
        rows = rows[(rows["wave"] == self._wave_of(rows, wave)) & rows["item"].isin(numeric)]
        wide = rows.dropna(subset=["value"]).drop_duplicates(["person", "item"], keep="last")
        return wide.pivot_table(index="person", columns="item", values="value").reindex(index=self.ids, columns=numeric)

    def scale_items(self, scale: str) -> list[str]:
        """Give the items of a scale.

        Parameters
        ----------
        scale
            Name of the scale.

        Returns
        -------
        list of str
            Item names in order.

        Raises
        ------
        InputError
            If no item belongs to that scale; the message names the nearest.
        """
        items = self._frames["items"]
        found = items.index[items["scale"] == scale]
        if found.empty:
            raise InputError(
                f"no scale {scale!r} in this network.{did_you_mean(scale, sorted(set(items['scale']) - {''}))}"
            )
        return [str(item) for item in found]

    def adoption_times(self, innovation: str | None = None) -> pd.Series[Any]:
        """Give the period in which each person adopted.

        Parameters
        ----------
        innovation
            Which innovation; None when there is only one.

        Returns
        -------
        pandas.Series
            Index person; a period, +inf for a person known not to have adopted by the end of the window, NaN where
            nothing is known.

        Raises
        ------
        InputError
            If there are several innovations and none is named, or the named one does not exist.
        """
        known = [str(name) for name in self._frames["innovations"].index]
        if innovation is None and len(known) == 1:
            innovation = known[0]
        if innovation not in known:
            asked = "innovation= must be named" if innovation is None else f"no innovation {innovation!r}"
            raise InputError(f"{asked}.{did_you_mean(innovation or '', known) or ' This network holds no adoptions.'}")
        rows = self._frames["adoptions"]
        rows = rows[rows["innovation"] == innovation].set_index("person")
        times = rows["time"].where(rows["status"] == "adopted", np.inf)
        return times.reindex(self.ids).rename("time")

    # ---------------------------------------------------------------- another Network

    def replace(self, **tables: pd.DataFrame | None) -> Network:
        """Give a Network in which the named tables are replaced; the rest stays.

        Parameters
        ----------
        **tables
            Tables by name, in the form `from_frames` takes.

        Returns
        -------
        Network
            A new one.
        """
        unknown = [name for name in tables if name not in TABLES]
        if unknown:
            raise InputError(f"there is no table {unknown[0]!r}.{did_you_mean(unknown[0], TABLES)}")
        if "ties" in tables or "people" in tables or "relations" in tables:
            return Network.from_frames(**{**self.to_frames(), **tables})
        faults = Faults("tables")
        made = {**self._frames, **{name: tidy(name, frame, faults) for name, frame in tables.items()}}
        _gather(made, pd.DataFrame(columns=["source", "target", "relation", "wave"], dtype="str"), set(made))
        _check_references(made, None, faults)
        faults.raise_if_any()
        return Network(made, self._ties)

    def select(
        self,
        people: Iterable[str] | None = None,
        *,
        relation: str | Sequence[str] | None = None,
        wave: str | None = None,
        inside: bool | None = None,
    ) -> Network:
        """Give the part of the Network that is asked for.

        Answers: "Can I look at one department, one relation, one wave?"

        Parameters
        ----------
        people
            Ids to keep; None keeps everybody.
        relation
            Relation or relations to keep; None keeps all.
        wave
            Keep ties, answers and participation of this wave and those without a wave; None keeps all.
        inside
            True keeps people inside the organisation only, False contacts only.

        Returns
        -------
        Network
            Only ties, memberships, answers and adoptions between or of the people kept.

        Raises
        ------
        InputError
            If an id, relation or wave does not exist.
        """
        keep = np.ones(self.n_nodes, dtype=np.bool_)
        if people is not None:
            keep = np.zeros(self.n_nodes, dtype=np.bool_)
            keep[self.positions(people)] = True
        if inside is not None:
            keep &= self._frames["people"]["inside"].to_numpy() == inside
        chosen = np.ones(len(self._ties), dtype=np.bool_)
        frames = dict(self._frames)
        if relation is not None:
            names = self._relation_names(relation)
            chosen &= np.isin(self._ties.relation, [i for i, name in enumerate(self._ties.relations) if name in names])
            frames["relations"] = frames["relations"].loc[list(names)]
        if wave is not None:
            chosen &= self._in_wave(wave)
            frames["waves"] = frames["waves"][frames["waves"].index == wave]
            for name in ("participation", "responses"):
                frames[name] = frames[name][frames[name]["wave"].isin(["", wave])].reset_index(drop=True)
        return Network(frames, self._ties.take(chosen))._keep(keep)

    def _keep(self, keep: NDArray[np.bool_]) -> Network:
        """Keep the people where `keep` is true and everything that names only them."""
        ties, frames = self._ties, dict(self._frames)
        kept_ids = set(self.ids[keep])
        frames["people"] = frames["people"][keep]
        for name in ("participation", "memberships", "responses", "adoptions", "events"):
            rows = frames[name]
            mine = rows["person"].isin(kept_ids) | ((rows["person"] == "") if name == "events" else False)
            frames[name] = rows[mine].reset_index(drop=True)
        place = np.cumsum(keep, dtype=np.int32) - 1
        held = ties.take(keep[ties.source] & keep[ties.target])
        moved = TieArrays(**{**vars(held), "source": place[held.source], "target": place[held.target]})
        return Network(frames, moved)

    def without(self, people: Iterable[str], *, reason: str) -> Network:
        """Give the Network without these people and without any trace of them.

        Answers: "Somebody objects; how do I take them out?" Their ties, memberships, answers, events and adoptions
        go, and so do open answers, notes and ledger entries of others in which their name or id stands. The ledger
        keeps only how many went and why.

        Parameters
        ----------
        people
            Ids to remove.
        reason
            Why, for the ledger; no name in it.

        Returns
        -------
        Network
            A new one.

        Raises
        ------
        InputError
            If an id does not exist.

        Examples
        --------
        >>> import pandas as pd
        >>> from kiemen import Network
        >>> network = Network.from_frames(ties=pd.DataFrame({"source": ["An"], "target": ["Bram"]}))
        >>> network.without(["An"], reason="objected").n_nodes
        1
        """
        gone = self.positions(people)
        keep = np.ones(self.n_nodes, dtype=np.bool_)
        keep[gone] = False
        rows = self._frames["people"].iloc[gone]
        words = {str(word).casefold() for word in [*rows.index, *rows["name"]] if word}
        made = self._keep(keep)
        frames = dict(made._frames)
        for table, column in (("responses", "text"), ("events", "note"), ("ledger", "value")):
            frames[table] = _scrubbed(frames[table], column, words)
        if len(rows):
            note = pd.DataFrame({"action": "set aside", "part": "cell", "reason": reason, "source": [""] * len(rows)})
            frames["ledger"] = tidy("ledger", pd.concat([frames["ledger"], note]), Faults("ledger"))
        return Network(frames, made._ties)

    def merge(self, *others: Network) -> Network:
        """Give one Network from several sources about the same people.

        Answers: "I have a survey, a roster, memberships and a meeting log; how do they become one?" People are joined
        by id. Where two sources disagree about an attribute the first one's value stays and the ledger names the
        disagreement; a blank is filled from the source that knows.

        Parameters
        ----------
        *others
            Networks to add.

        Returns
        -------
        Network
            All people, ties, memberships, answers, events and the ledgers of all sources.

        Raises
        ------
        InputError
            If a relation is directed in one source and not in another.

        Examples
        --------
        >>> import pandas as pd
        >>> from kiemen import Network
        >>> one = Network.from_frames(ties=pd.DataFrame({"source": ["An"], "target": ["Bram"]}))
        >>> two = Network.from_frames(ties=pd.DataFrame({"source": ["An"], "target": ["Chaima"]}))
        >>> one.merge(two).n_nodes
        3
        """
        from kiemen._merge import merged_frames

        return Network.from_frames(**merged_frames([self.to_frames(), *(other.to_frames() for other in others)]))

    # ---------------------------------------------------------------- showing itself

    def __repr__(self) -> str:
        """Show the size in one line."""
        contacts = f", {self.n_contacts} contacts" if self.n_contacts else ""
        initiatives = len(self._frames["initiatives"])
        return (
            f"<Network: {self.n_people} people{contacts}"
            f"{f', {initiatives} initiatives' if initiatives else ''}, {self.n_ties} ties>"
        )

    def _sentences(self, language: str | None) -> list[str]:
        said = [
            plural(
                "{n} person inside the organisation.", "{n} people inside the organisation.", self.n_people, language
            )
        ]
        if self.n_contacts:
            said.append(plural("{n} contact outside it.", "{n} contacts outside it.", self.n_contacts, language))
        initiatives = len(self._frames["initiatives"])
        if initiatives:
            said.append(plural("{n} initiative.", "{n} initiatives.", initiatives, language))
        waves = sorted(set(self._frames["participation"]["wave"]))
        for wave in waves:
            rate = self.response_rate(wave)
            if rate == rate:
                label = text("Wave {wave}: ", language, wave=wave) if wave else ""
                said.append(label + text("{rate:.0%} of the people asked answered.", language, rate=rate))
        return said

    def _tables(self, language: str | None) -> list[tuple[str, pd.DataFrame]]:
        ties = self._ties
        counts = pd.Series(ties.relation).value_counts().sort_index()
        per_relation = pd.DataFrame(
            {
                text("ties", language): [int(counts.get(i, 0)) for i in range(len(ties.relations))],
                text("directed", language): [
                    bool(self._frames["relations"]["directed"].get(name, True)) for name in ties.relations
                ],
            },
            index=pd.Index(ties.relations, name=text("relation", language)),
        )
        sources = self._frames["sources"][["kind", "rows_read", "rows_used", "rows_set_aside"]]
        sources.columns = pd.Index(
            [text("kind", language), text("rows read", language), text("used", language), text("set aside", language)]
        )
        ledger = self._frames["ledger"]
        why = ledger.groupby(["action", "reason"], observed=True).size().reset_index(name="count")
        why = pd.DataFrame(
            {
                text("what", language): [text(str(action), language) for action in why["action"]],
                text("times", language): why["count"].to_numpy(),
            },
            index=pd.Index(
                [text(str(reason), language) if reason else "–" for reason in why["reason"]], name=text("why", language)
            ),
        )
        return [
            (name, frame)
            for name, frame in (("ties", per_relation), ("sources", sources), ("ledger", why))
            if len(frame)
        ]

    def summary(self, language: str | None = None) -> str:
        """Give in plain text what the Network holds and what was set aside.

        Parameters
        ----------
        language
            "nl", "en" or None for the session's.

        Returns
        -------
        str
            A few lines and up to three small tables.
        """
        tables = [text_table(frame, language) for _, frame in self._tables(language)]
        return "\n\n".join(["\n".join(self._sentences(language)), *tables])

    def _repr_html_(self) -> str:
        return html_card(
            text("Network"), [" ".join(self._sentences(None))], [html_table(frame) for _, frame in self._tables(None)]
        )


# -------------------------------------------------------------------- making tables fit each other


def _node(data: Mapping[str, Any]) -> dict[str, Any]:
    label = data.get("name", data.get("label"))
    rest = {str(key): value for key, value in data.items() if key not in {"name", "label", "person"}}
    return rest if label is None else {"name": str(label), **rest}


def _names(people: pd.DataFrame) -> pd.Series[Any]:
    return people["name"].where(people["name"] != "", people.index.to_series().astype("str"))


def _check_arrays(n: int, one: NDArray[Any], other: NDArray[Any], weights: NDArray[np.float64]) -> None:
    if not len(one) == len(other) == len(weights):
        raise InputError(f"source, target and weight differ in length: {len(one)}, {len(other)}, {len(weights)}")
    if len(one) and (min(one.min(), other.min()) < 0 or max(one.max(), other.max()) >= n):
        raise InputError(f"source and target must be positions from 0 to {n - 1}")
    if not (np.isfinite(weights) & (weights > 0)).all():
        raise InputError("weight must be a finite number above zero for every tie")


def _gather(made: dict[str, pd.DataFrame], ties: pd.DataFrame, given: set[str]) -> None:
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
        made[name]["name"] = _names(made[name])


def _check_references(made: dict[str, pd.DataFrame], ties: pd.DataFrame | None, faults: Faults) -> None:
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
        unknown = column[~column.isin(people) & (column != "")]
        if len(unknown):
            hint = did_you_mean(unknown.iloc[0], people)
            faults.add(
                f"table {name!r} names people who are not in the people table: {unknown.iloc[0]!r}.{hint}",
                column=str(column.name),
                rows=unknown.index,
            )


def _self_ties(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "source": rows["origin"],
            "part": "cell",
            "column": "target",
            "action": "set aside",
            "reason": "a tie of a person with himself or herself",
            "value": rows["target"],
        }
    )


def _tie_arrays(rows: pd.DataFrame, made: dict[str, pd.DataFrame]) -> TieArrays:
    people = made["people"].index
    relation, relations = coded(rows["relation"])
    wave, waves = coded(rows["wave"])
    origin, origins = coded(rows["origin"])
    ties = TieArrays(
        source=people.get_indexer(rows["source"]).astype(np.int32),
        target=people.get_indexer(rows["target"]).astype(np.int32),
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


def _scrubbed(rows: pd.DataFrame, column: str, words: set[str]) -> pd.DataFrame:
    if rows.empty or not words:
        return rows
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in sorted(words)))
    named = rows[column].map(lambda said: pattern.search(said.casefold()) is not None)
    if not named.any():
        return rows
    rows = rows.copy()
    rows.loc[named, column] = ""
    return rows
