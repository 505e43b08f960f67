"""What goes into a report: the network and whatever results there are, with their people and pairs at hand."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kiemen._checks import check_type
from kiemen._columns import COLUMNS
from kiemen.adoption.adopters import people_within
from kiemen.errors import InputError, KiemenError
from kiemen.plots.layout import all_ties, build_layout, known_groups
from kiemen.plots.maps import pair_table
from kiemen.privacy.audiences import MINIMUM_GROUP
from kiemen.read.roster import refuse_naming
from kiemen.report.content import KeptHere
from kiemen.report.guard import as_written, fold, found_in, guard_for
from kiemen.report.share import stated_share
from kiemen.report.smallgroups import group_sign
from kiemen.report.words import group_head
from kiemen.results import Provenance, Result
from kiemen.schema import ANSWERED

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from kiemen.network import Network
    from kiemen.report.guard import Sign

# The parts a report can have, in the order in which they are told.
PARTS = (
    "adopters",
    "bridges",
    "walls",
    "patterns",
    "ingredients",
    "suggestions",
    "meetings",
    "invitations",
    "forecast",
)
PAIR_COLUMNS = (("person", "other"), ("source", "target"), ("a", "b"))
# Where no share is stated, so many are marked on the map.
MARKED_SHARE = 0.1
MOST_BRIDGES, FEWEST_BRIDGES, BRIDGES_SHARE = 10, 3, 0.2


@dataclass(frozen=True)
class Findings(KeptHere):
    """The network and the results a report is made from; it is the analyst's, whoever the report is for.

    Nothing that goes into an edition for others than the analyst may keep hold of it.
    """

    network: Network
    language: str
    title: str
    by: str | None = None
    relation: str | Sequence[str] | None = None
    declared: frozenset[str] = frozenset()
    results: Mapping[str, Result] = field(default_factory=dict)
    about: Mapping[str, str] = field(default_factory=dict)
    consenting: frozenset[str] = frozenset()
    minimum_group: int = MINIMUM_GROUP
    # Groups that earlier reports showed, and the people behind cells that they showed, by column.
    known: tuple[frozenset[str], ...] = ()
    cells: Mapping[str, tuple[frozenset[str], ...]] = field(default_factory=dict)
    wanted_share: float | None = None
    # Who is in a smaller group is named without it.
    least: int = 0
    audience: str = "analyst"

    @cached_property
    def names(self) -> dict[str, str]:
        """Name of each person by id."""
        return {str(person): str(name) for person, name in self.network.people["name"].items()}

    @cached_property
    def groups(self) -> dict[str, str]:
        """Group of each person by id, for those whose group is known."""
        labels = known_groups(self.network, by=self.by)
        if labels is None:
            return {}
        known = labels.dropna()
        large = known[known.map(known.value_counts()).to_numpy(float) >= self.least]
        return {str(k): str(v) for k, v in large.items()}

    @cached_property
    def heads(self) -> dict[str, str]:
        """What the columns of tables are called; that of the groups by what they are."""
        return {**COLUMNS, "group": group_head(self.network, self.by)}

    @cached_property
    def answered(self) -> frozenset[str] | None:
        """Ids of those who answered; None where nobody was asked."""
        if not len(self.network.participation):
            return None
        status = self.network.response().reindex(self.network.ids)
        return frozenset(map(str, self.network.ids[status.isin(ANSWERED).to_numpy()]))

    @cached_property
    def outside(self) -> frozenset[str]:
        """Ids of the contacts outside."""
        return frozenset(map(str, self.network.ids[~self.network.people["inside"].to_numpy(bool)]))

    @cached_property
    def drawn(self) -> Network:
        """The network with the ties that count, which is what the map shows; contacts without any are left out."""
        network = self.network if self.relation is None else self.network.select(relation=self.relation)
        if not network.n_contacts:
            return network
        tied = np.diff(all_ties(network).indptr) > 0
        keep = network.people["inside"].to_numpy(bool) | tied
        return network if keep.all() else network.select(people=[str(person) for person in network.ids[keep]])

    @cached_property
    def places(self) -> pd.DataFrame:
        """The one map that every picture of this report uses."""
        return build_layout(self.drawn, by=self.by)

    @cached_property
    def marked(self) -> tuple[str, ...]:
        """Ids drawn as early adopters: those declared, else the top of the ranking, as many as start in simulations.

        Where no share is stated one is chosen for drawing only, which is said beside the map.
        """
        if self.declared:
            return tuple(sorted(self.declared))
        if "adopters" not in self.results:
            return ()
        table = self.results["adopters"].table
        known = table[table["propensity"].notna()] if "propensity" in table.columns else table
        inside = set(self.network.ids[self.network.people["inside"].to_numpy(bool)])
        ranked = [str(person) for person in known.index if str(person) in inside]
        if self.share is None:
            return tuple(ranked[: people_within(MARKED_SHARE, len(ranked))])
        return tuple(ranked[: people_within(self.share, self.network.n_people)])

    @cached_property
    def share(self) -> float | None:
        """Share of the people taken to be early adopters; None where they are declared or none was stated."""
        if self.declared:
            return None
        return stated_share(self.results) if self.wanted_share is None else self.wanted_share

    @property
    def may_name_bridges(self) -> bool:
        """Whether enough people answered to name single people as bridges."""
        return bool(getattr(self.results.get("bridges"), "individual_claims", True))

    @cached_property
    def bridges(self) -> tuple[str, ...]:
        """Ids drawn as bridges: the first of the ranking, of few people fewer; who connects no groups is none."""
        if "bridges" not in self.results or not self.may_name_bridges:
            return ()
        from kiemen.measures.bridges import marked_bridges

        table = self.results["bridges"].table
        if "score" in table.columns:
            table = marked_bridges(table)
        most = min(MOST_BRIDGES, max(FEWEST_BRIDGES, round(self.network.n_nodes * BRIDGES_SHARE)))
        return tuple(str(person) for person in table.index[:most])

    @cached_property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Suggested pairs of ids."""
        if "suggestions" not in self.results:
            return ()
        return tuple((str(a), str(b)) for a, b in pairs_of(self.results["suggestions"].table))

    def reasons(self, part: str, row: Hashable, scopes: Sequence[str], hidden: Sequence[Sign] = ()) -> tuple[str, ...]:
        """Give the reasons behind a row that may be read within these scopes and name nobody who is hidden."""
        found = self.results[part].facts.get(row, ())
        said = (fact.say(self.language) for fact in found if fact.scope in scopes)
        if not hidden:
            return tuple(said)
        return tuple(
            words for words in said if not (found_in(fold(words), hidden) or found_in(as_written(words), hidden))
        )

    @cached_property
    def unnamed(self) -> tuple[Sign, ...]:
        """What points at people who did not agree to be named, and the groups too small to be told."""
        labels = known_groups(self.network, by=self.by)
        all_groups = set() if labels is None else set(labels.dropna().astype(str))
        small = map(group_sign, sorted(all_groups - set(self.groups.values())))
        return (*guard_for(self.network, "team", self.consenting).forbidden, *small)

    def group_of_minimum(self) -> bool:
        """Say whether the organisation as a whole is large enough to say anything about to management."""
        return self.network.n_people >= self.minimum_group


def without_small_groups(findings: Findings) -> Findings:
    """Give the findings in which whoever is in a group below the minimum has none."""
    return replace(findings, least=findings.minimum_group)


def course_of(forecast: Result) -> Result:
    """Give what the picture of a forecast is drawn from: how many, and the finding, but nothing about anybody."""
    bare = Provenance(forecast.provenance.function, {}, "", {}, forecast.provenance.version)
    return type(forecast)(forecast.table, {}, bare, headline=forecast.headline[:1])


def pairs_of(table: pd.DataFrame) -> list[tuple[str, str]]:
    """Give the pairs of people in a table of suggestions."""
    try:
        return pair_table(table, *PAIR_COLUMNS)
    except InputError:
        return []


def check_title(network: Network, title: str | None) -> None:
    """Refuse a title that is no text, or that names somebody of whom is known that they object.

    Raises
    ------
    InputError
        If it is no text.
    PrivacyError
        If it names such a person.
    """
    if title is not None:
        check_type("title", title, str)
        refuse_naming(network, "the title", title)


def declared_adopters(network: Network, adopters: Result | Sequence[str] | pd.Series | None) -> frozenset[str]:
    """Give the ids that were declared or observed to have adopted; a ranking declares nobody.

    Raises
    ------
    InputError
        If an id is not in the network.
    """
    if isinstance(adopters, Result):
        adopters = None
    if adopters is None:
        if network.adoptions.empty:
            return frozenset()
        try:
            times = network.adoption_times()
        except KiemenError:
            return frozenset()
        known = times[times.notna() & (times < float("inf"))]
        return frozenset(map(str, known.index))
    if isinstance(adopters, pd.Series):
        if adopters.dtype != bool:
            raise InputError(
                "adopters must be an answer of score_adopters, a list of ids, or a Series of True and False."
            )
        adopters = adopters.index[adopters.to_numpy()].tolist()
    return frozenset(map(str, network.ids[network.positions(adopters)]))
