"""The base of every answer: a table, what it rests on, the finding in words, and the reason behind each row."""

from __future__ import annotations

import hashlib
import importlib
import numbers
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar

from kiemen._checks import check_choice, check_integer, did_you_mean
from kiemen._display import Lines, Words, html_card, html_table, text_table
from kiemen._portable import Portable
from kiemen.errors import InputError
from kiemen.i18n import mark, text

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    import pandas as pd

    from kiemen.network import Network

SCOPES = ("open", "team", "analyst")
ROWS_SHOWN = 10


@dataclass(frozen=True)
class Fact(Portable):
    """One thing that is so, stored apart from its wording.

    Parameters
    ----------
    message
        The English sentence with ``{placeholders}``; it is also the key of the translation.
    values
        What fills the placeholders: texts, numbers or other facts.
    scope
        Who may read it: "open" (both people in a suggestion may know it), "team" or "analyst".

    Examples
    --------
    >>> from kiemen import Fact
    >>> Fact("{name} takes part in {n} initiatives.", {"name": "An", "n": 3}).say("en")
    'An takes part in 3 initiatives.'
    """

    message: str
    values: Mapping[str, Any] = field(default_factory=dict)
    scope: str = "analyst"

    def __post_init__(self) -> None:
        """Refuse a scope that does not exist."""
        check_choice("scope", self.scope, SCOPES)
        object.__setattr__(self, "values", MappingProxyType(dict(self.values)))

    def _repr_html_(self) -> str:
        return html_card("", [self.say()])

    def say(self, language: str | None = None) -> str:
        """Give the sentence in the language."""
        return text(self.message, language, **self.values)


@dataclass(frozen=True)
class Provenance(Portable):
    """What an answer was computed by and from: enough to compute it again.

    Parameters
    ----------
    function
        Name of the public function.
    settings
        Its settings, defaults filled in.
    network
        Fingerprint of the Network.
    sources
        Names of the sources read, with the rows used.
    version
        Version of kiemen.
    people
        Fingerprint of who is in the Network and what they are called: an answer may name any of them.

    Examples
    --------
    >>> from kiemen import Network, Provenance
    >>> Provenance.of(Network.from_frames(), function="score_bridges", settings={"top": 3}).function
    'score_bridges'
    """

    function: str
    settings: Mapping[str, Any]
    network: str
    sources: Mapping[str, int]
    version: str
    people: str = ""

    @classmethod
    def of(cls, network: Network, *, function: str, settings: Mapping[str, Any]) -> Provenance:
        """Give the provenance of `function` with `settings` on `network`."""
        rows = network.sources["rows_used"]
        sources = {str(name): int(used) for name, used in rows.items()}
        made = cls(
            function,
            MappingProxyType(dict(settings)),
            network.fingerprint,
            MappingProxyType(sources),
            _version(),
            _people_of(network),
        )
        # No field: names are there to draw with, and nothing that writes, compares or sends on an answer finds them.
        object.__setattr__(made, "_names", network.people["name"])
        return made

    def is_about(self, network: Network) -> bool:
        """Say whether the answer is about the people of this network, whatever else of it changed since."""
        return self.people == _people_of(network)

    @property
    def names(self) -> pd.Series[Any]:
        """Names of the people by id, to draw an answer with; none are left in a copy or in what was sent elsewhere."""
        if "_names" in vars(self):
            names: pd.Series[Any] = vars(self)["_names"]
            return names.copy(deep=False)
        import pandas as pd

        return pd.Series(dtype="str")

    def __getstate__(self) -> dict[str, Any]:
        """Give what is held, without the names of people."""
        return {name: value for name, value in super().__getstate__().items() if name != "_names"}


def _people_of(network: Network) -> str:
    """Give sixteen hexadecimal digits that differ when somebody else is in the network or is called otherwise."""

    def made() -> str:
        digest = hashlib.sha256()
        for words in (network.ids, network.people["name"]):
            digest.update("\0".join(map(str, words.tolist())).encode("utf-8", "surrogatepass") + b"\1")
        return digest.hexdigest()[:16]

    return str(network.remember("people", made))


@cache
def _version() -> str:
    try:
        return version("kiemen")
    except PackageNotFoundError:
        return "unknown"


@dataclass(frozen=True, repr=False, eq=False)
class Result(Portable):
    """An answer: a table with reasons, cautions and provenance.

    Parameters
    ----------
    table
        One row per person, tie or group; the subclass says which columns.
    settings
        The settings it was computed with.
    provenance
        Where it came from.
    facts
        Per row of the table, the reasons behind it.
    headline
        The finding in one to three sentences.
    cautions
        What limits the reading.

    Examples
    --------
    >>> import pandas as pd
    >>> from kiemen import Network, Provenance, Result
    >>> provenance = Provenance.of(Network.from_frames(), function="score", settings={})
    >>> Result(pd.DataFrame({"score": [0.5]}, index=["An"]), settings={}, provenance=provenance)
    <Result: 1 rows>
    """

    table: pd.DataFrame
    settings: Mapping[str, Any]
    provenance: Provenance
    facts: Mapping[Any, tuple[Fact, ...]] = field(default_factory=dict)
    headline: tuple[Fact, ...] = ()
    cautions: tuple[Fact, ...] = ()

    _title: ClassVar[str] = mark("Result")
    _plot: ClassVar[str] = ""
    # Columns that mean something else here than elsewhere.
    _words: ClassVar[Mapping[str, str]] = MappingProxyType({})

    def __post_init__(self) -> None:
        """Freeze what the caller could still change."""
        object.__setattr__(self, "table", self.table.copy(deep=False))
        object.__setattr__(self, "settings", MappingProxyType(dict(self.settings)))
        object.__setattr__(self, "facts", MappingProxyType(dict(self.facts)))

    def top(self, n: int = ROWS_SHOWN) -> pd.DataFrame:
        """Give the first `n` rows; tables come with what matters most on top."""
        return self.table.head(check_integer("n", n, low=1))

    def explain(self, x: Hashable, *, language: str | None = None) -> str:
        """Give in words what lies behind one row.

        Parameters
        ----------
        x
            Its label in the index of the table; an id that is a number may be given as one.
        language
            "nl", "en" or None for the session's.

        Returns
        -------
        str
            The reasons, one per line.

        Raises
        ------
        InputError
            If there is no such row; the message names the nearest.
        """
        row = x if x in self.table.index else as_text(x)
        if row not in self.table.index:
            raise InputError(f"nothing here about {x!r}.{did_you_mean(x, self.table.index)}")
        said = [fact.say(language) for fact in self.facts.get(row, ())]
        return Words("\n".join(said) or text("Nothing more is known about {who}.", language, who=str(row)))

    def summary(self, language: str | None = None) -> str:
        """Give the finding, the top of the table and the cautions in plain text.

        Parameters
        ----------
        language
            "nl", "en" or None for the session's.

        Returns
        -------
        str
            Some lines.
        """
        title = text(self._title, language)
        parts = [f"{title}\n{'=' * len(title)}", *(fact.say(language) for fact in self.headline)]
        if len(self.table):
            parts.append(text_table(self._shown(language), language, self._words))
        parts += [f"! {fact.say(language)}" for fact in self.cautions]
        return Lines("\n\n".join(parts))

    def _shown(self, language: str | None) -> pd.DataFrame:  # noqa: ARG002 - answers with sentences in them need it
        """Give the rows that are shown; an answer with sentences in its table says them in the language."""
        return self.table.head(ROWS_SHOWN)

    def plot(self, ax: Any = None, **options: Any) -> Any:
        """Draw this answer.

        Parameters
        ----------
        ax
            Axes of matplotlib to draw on; None makes a new figure.
        **options
            Passed to the plotting function of this kind of answer.

        Returns
        -------
        matplotlib.axes.Axes
            The axes drawn on.
        """
        if not self._plot:
            raise InputError(f"a {type(self).__name__} has no picture of its own; use its .table")
        plots = importlib.import_module("kiemen.plots")
        return getattr(plots, self._plot)(self, ax=ax, **options)

    def __repr__(self) -> str:
        """Show kind and size in one line."""
        return f"<{type(self).__name__}: {len(self.table)} rows>"

    def _repr_html_(self) -> str:
        tables = [html_table(self._shown(None), words=self._words)] if len(self.table) else []
        rest = len(self.table) - ROWS_SHOWN
        said = [fact.say() for fact in self.headline]
        if rest > 0:
            said.append(text("The first {n} of {all} rows; .table has them all.", n=ROWS_SHOWN, all=len(self.table)))
        return html_card(text(self._title), said, tables, [fact.say() for fact in self.cautions])


def as_text(label: Any) -> Hashable:
    """Give an id that is a number as the text it is in a network, also the two in a pair; 7.0 is "7"."""
    if isinstance(label, tuple):
        return tuple(as_text(part) for part in label)
    if isinstance(label, bool) or not isinstance(label, numbers.Real):
        made: Hashable = label
        return made
    number: Any = label
    return str(int(number)) if float(label).is_integer() else str(label)
