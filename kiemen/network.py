"""The Network: who there is, how they are tied, what they answered, and what became of every row that was read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kiemen._assembly import (
    check_arrays,
    check_references,
    display_names,
    gather,
    graph_frames,
    kept,
    scrubbed,
    settled,
    tie_arrays,
    unnamed,
)
from kiemen._checks import check_type, did_you_mean
from kiemen._display import Lines, html_card, html_table, text_table
from kiemen._holdings import FRAMES
from kiemen._matrices import Matrices
from kiemen._overview import sentences, tables
from kiemen._ties import TieArrays, in_order
from kiemen.errors import Faults, InputError
from kiemen.i18n import text
from kiemen.schema import TABLES, tidy

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import networkx as nx
    from numpy.typing import ArrayLike


class Network(Matrices):
    """People inside and outside, their initiatives, ties and answers, and the record of every row.

    Answers: "What do I hold?" A Network is made by a `read_` function, by `from_frames`, `from_arrays` or
    `from_networkx`, and never changes: every verb returns a new one. Its tables come as copies, in an order of their
    own, so that the order of the rows in a file never matters.

    Parameters
    ----------
    frames, ties
        Tidied tables and tie arrays; the ``from_`` methods make them.

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

    __slots__ = ()

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
        gather(made, tie_frame, {name for name, frame in given.items() if frame is not None})
        check_references(made, tie_frame, faults)
        faults.raise_if_any()
        tie_frame = settled(made, tie_frame, faults)
        return cls(made, tie_arrays(tie_frame, made))

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
        >>> Network.from_arrays(["a", "b", "c"], [0, 1], [1, 2], directed=False).n_ties
        2
        """
        names = ids.astype("str") if isinstance(ids, pd.Index) else pd.Index(list(ids), dtype="str")
        sorted_already = names.is_monotonic_increasing
        order = np.arange(len(names)) if sorted_already else np.argsort(names.to_numpy(), kind="stable")
        place = np.empty(len(names), dtype=np.int32)
        place[order] = np.arange(len(names), dtype=np.int32)
        one, other = (np.asarray(ends) if np.size(ends) else np.empty(0, np.int64) for ends in (source, target))
        weights = np.ones(len(one)) if weight is None else np.array(weight, dtype="float64")
        check_arrays(len(names), one, other, weights)
        kept = one != other
        frames = {name: tidy(name, None, Faults("tables")) for name in FRAMES}
        table = pd.DataFrame({"person": names}) if people is None else people
        faults = Faults("people")
        frames["people"] = tidy("people", table, faults)
        if not frames["people"].index.equals(names[order].rename("person")):
            faults.add("the people do not have exactly the ids that were given")
        faults.raise_if_any()
        frames["people"]["name"] = display_names(frames["people"])
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
        >>> Network.from_networkx(nx.path_graph(4)).n_ties
        3
        """
        return cls.from_frames(**graph_frames(graph, weight=weight, relation=relation))

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
        >>> ties = pd.DataFrame({"source": ["An"], "target": ["Bram"]})
        >>> Network.from_frames(ties=ties).to_networkx().edges["An", "Bram"]["weight"]
        1.0
        """
        import networkx as nx

        graph: nx.DiGraph[Any] = nx.DiGraph()
        rows = self._frames["people"]
        graph.add_nodes_from(
            (str(person), {str(key): value for key, value in row.items()})
            for person, row in zip(rows.index, rows.to_dict("records"), strict=True)
        )
        matrix = self.adjacency(relation, wave=wave).tocoo()
        ids = self.ids.to_numpy()
        graph.add_weighted_edges_from(zip(ids[matrix.row], ids[matrix.col], matrix.data.tolist(), strict=True))
        return graph

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
        gather(made, pd.DataFrame(columns=["source", "target", "relation", "wave"], dtype="str"), set(made))
        check_references(made, None, faults)
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
        return Network(*kept(frames, self._ties.take(chosen), keep))

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
        >>> network = Network.from_frames(ties=pd.DataFrame({"source": ["An"], "target": ["Bram"]}))
        >>> network.without(["An"], reason="objected").n_nodes
        1
        """
        gone = self.positions(people)
        keep = np.ones(self.n_nodes, dtype=np.bool_)
        keep[gone] = False
        rows = self._frames["people"].iloc[gone]
        words = {str(word).casefold() for word in [*rows.index, *rows["name"]] if word}
        frames, ties = kept(self._frames, self._ties, keep)
        for table, column in (("responses", "text"), ("events", "note"), ("ledger", "value")):
            frames[table] = scrubbed(frames[table], column, words)
        for table in ("people", "initiatives"):
            frames[table] = unnamed(frames[table], words)
        if len(rows):
            note = pd.DataFrame({"action": "set aside", "part": "cell", "reason": reason, "source": [""] * len(rows)})
            frames["ledger"] = tidy("ledger", pd.concat([frames["ledger"], note]), Faults("ledger"))
        return Network(frames, ties)

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
        >>> one = Network.from_frames(ties=pd.DataFrame({"source": ["An"], "target": ["Bram"]}))
        >>> two = Network.from_frames(ties=pd.DataFrame({"source": ["An"], "target": ["Chaima"]}))
        >>> one.merge(two).n_nodes
        3
        """
        from kiemen._merge import merged_frames

        for other in others:
            check_type("what is merged", other, Network)
        parts = (self, *others)
        whole = Network.from_frames(**merged_frames([part.to_frames() for part in parts]))
        for part in parts:
            whole = part.keep_out(whole)
        return whole

    def keep_out(self, whole: Network) -> Network:
        """Give `whole` without the people of whom this part knows that they object; only a roster knows any."""
        return whole

    def __repr__(self) -> str:
        """Show the size in one line."""
        sizes = {
            "person|people": self.n_people,
            "contact|contacts": self.n_contacts,
            "initiative|initiatives": len(self._frames["initiatives"]),
            "tie|ties": self.n_ties,
        }
        always = ("person|people", "tie|ties")
        counted = (f"{n} {name.split('|')[n != 1]}" for name, n in sizes.items() if n or name in always)
        return f"<Network: {', '.join(counted)}>"

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
        shown = [text_table(frame, language) for _, frame in tables(self, language)]
        return Lines("\n\n".join(["\n".join(sentences(self, language)), *shown]))

    def _repr_html_(self) -> str:
        return html_card(
            text("Network"), [" ".join(sentences(self, None))], [html_table(frame) for _, frame in tables(self, None)]
        )
