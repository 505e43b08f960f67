"""What a report consists of, before it has any form: sections of sentences, tables and pictures for one audience.

HTML, Excel, CSV and figures are all written from the same `Content`. Whatever is not in it cannot leave, so audiences
are kept apart in one place: where the content is made (`editions.py`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kiemen.errors import PrivacyError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd

# A smaller chance is not told from another.
SMALLEST_CHANCE = 0.001
# With one decimal, as sentences tell it, a smaller gain is none.
SMALLEST_GAIN = 0.05
# Inches that a phone is wide: a picture of that width keeps the size of its type there.
ON_PHONE = 4.2


@dataclass(frozen=True)
class Sheet:
    """A table as it is shown: worded column names, one sheet in Excel and one file in CSV.

    The page shows the columns named in `columns` (all if empty) and shorter cells where `brief` has them, a column in
    place of that of the same name, and writes the shares in `percent`, the p-values in `chances` and the `gains` as
    such and `code` as it is typed. Files always have everything; a terminal shows `most` rows to who asks for them (as
    many as the page if None). The `legend` says on the page what the columns mean.
    """

    key: str
    title: str
    frame: pd.DataFrame
    note: str = ""
    legend: str = ""
    shown: int = 40
    most: int | None = None
    columns: tuple[str, ...] = ()
    brief: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    percent: tuple[str, ...] = ()
    chances: tuple[str, ...] = ()
    gains: tuple[str, ...] = ()
    code: tuple[str, ...] = ()
    folded: bool = False


@dataclass(frozen=True)
class Drawing:
    """A picture that can be drawn on Axes at any time, with the sentence that stands beneath it.

    On a phone it is drawn once more at the size `narrow`; without that the same picture is scrolled there.
    """

    key: str
    draw: Callable[[Any], Any]
    caption: str
    size: tuple[float, float] = (8.6, 4.8)
    on_screen: bool = True
    narrow: tuple[float, float] | None = None


@dataclass(frozen=True)
class Action:
    """One thing to do this month, with the reasons."""

    text: str
    why: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """One part of the report; `before_actions` is what has to be known before anything is done."""

    key: str
    short: str
    title: str
    intro: str = ""
    lead: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()
    figures: tuple[Drawing, ...] = ()
    tables: tuple[Sheet, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    actions: tuple[Action, ...] = ()
    before_actions: str = ""
    numbers: tuple[tuple[str, str], ...] = ()


def refuse_packing(audience: str) -> None:
    """Refuse to pack or copy what knows everybody, for others than the analyst.

    Raises
    ------
    PrivacyError
        For any other audience.
    """
    if audience != "analyst":
        raise PrivacyError(
            f"a report for the audience {audience!r} cannot be pickled or copied: it knows who may not be in it. "
            f"Write it with .write_html() or .write_excel()."
        )


class KeptHere:
    """What knows everybody, whoever it is for: packed or copied, all of them would leave with it."""

    audience: str

    def __reduce__(self) -> str | tuple[Any, ...]:
        """Refuse to be packed for others than the analyst.

        Raises
        ------
        PrivacyError
            For any other audience.
        """
        refuse_packing(self.audience)
        return super().__reduce__()


@dataclass(frozen=True)
class Content(KeptHere):
    """The whole report for one audience in one language."""

    title: str
    subtitle: str
    audience: str
    language: str
    sections: tuple[Section, ...]
    view: Mapping[str, Any] | None = None
    # Who stands behind what is shown: the groups, and by column the cells that rest on fewer people than a group has.
    shown_groups: tuple[frozenset[str], ...] = field(default=(), repr=False)
    shown_cells: Mapping[str, tuple[frozenset[str], ...]] = field(default_factory=dict, repr=False)
