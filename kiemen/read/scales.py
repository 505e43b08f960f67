"""Scales of a survey, declared once: which items, from where to where, which are reversed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kiemen._checks import check_number, did_you_mean
from kiemen._display import html_card
from kiemen.errors import InputError
from kiemen.i18n import text

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class Scale:
    """A set of statements that measure one thing.

    Parameters
    ----------
    name
        Name in code and in `Network.items`: "innovativeness", "room", "barriers".
    items
        Columns of the survey, or the code that they share ("vern" for "vern[SQ001]", "vern[SQ002]", ...); a mapping
        gives each column its text.
    low, high
        Lowest and highest answer that can be given.
    reversed
        Items that are worded the other way round: columns, or their numbers from 1. Answers stay as given; measures
        turn them.
    label
        Text of the scale for a report.

    Examples
    --------
    >>> from kiemen import Scale
    >>> Scale("room", ["q1", "q2", "q3"], reversed=[3]).high
    5.0
    """

    name: str
    items: Sequence[str] | Mapping[str, str]
    low: float = 1.0
    high: float = 5.0
    reversed: Sequence[str | int] = field(default=())
    label: str = ""

    def _repr_html_(self) -> str:
        said = text("Answers from {low:g} to {high:g}.", low=self.low, high=self.high)
        if isinstance(self.items, Mapping):
            listed = [f"{name}: {words}" for name, words in self.items.items()]
        else:
            listed = [self.items] if isinstance(self.items, str) else list(map(str, self.items))
        turned = text("Worded the other way round: {items}.", items=", ".join(map(str, self.reversed)))
        return html_card(self.label or self.name, [said, *listed, *([turned] if self.reversed else [])])

    def __post_init__(self) -> None:
        """Check what can be checked without the survey."""
        if not self.name:
            raise InputError("a scale needs a name.")
        items = [self.items] if isinstance(self.items, str) else list(self.items)
        if not items:
            raise InputError(f"scale {self.name!r} has no items.")
        if len(set(items)) < len(items):
            twice = next(item for item in items if items.count(item) > 1)
            raise InputError(f"scale {self.name!r} lists the item {twice!r} twice.")
        low, high = check_number("low", self.low), check_number("high", self.high)
        if low >= high:
            raise InputError(f"scale {self.name!r}: low ({low:g}) must be below high ({high:g}).")
        object.__setattr__(self, "low", low)
        object.__setattr__(self, "high", high)
        if isinstance(self.reversed, (str, int)):
            object.__setattr__(self, "reversed", (self.reversed,))
        if isinstance(self.items, str):
            object.__setattr__(self, "items", (self.items,))

    @property
    def labels(self) -> dict[str, str]:
        """Text per item, where given."""
        return dict(self.items) if isinstance(self.items, Mapping) else {}

    def turned(self, columns: Sequence[str]) -> set[str]:
        """Give the columns of the survey that are reversed."""
        made = set()
        for item in self.reversed:
            if isinstance(item, int) and not isinstance(item, bool):
                if not 1 <= item <= len(columns):
                    raise InputError(
                        f"scale {self.name!r}: reversed has item {item}, but there are {len(columns)} items."
                    )
                made.add(columns[item - 1])
            elif item in columns:
                made.add(str(item))
            else:
                raise InputError(
                    f"scale {self.name!r}: reversed item {item!r} is not one of its items.{did_you_mean(item, columns)}"
                )
        return made


def check_scales(scales: Sequence[Scale]) -> None:
    """Refuse two scales of one name, and what is no scale."""
    names = [scale.name for scale in scales if hasattr(scale, "turned")]
    if len(names) < len(scales):
        raise InputError("scales must be a list of Scale(name, items, low=, high=, reversed=).")
    if len(set(names)) < len(names):
        raise InputError(f"scales: the name {next(n for n in names if names.count(n) > 1)!r} is used twice.")
