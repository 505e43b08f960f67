"""Rows from top to bottom, what matters most first: one per person, group or suggestion, as a dot or as a bar."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

import numpy as np

from kiemen.i18n import text
from kiemen.plots import style

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd
    from matplotlib.axes import Axes
    from numpy.typing import ArrayLike, NDArray

    from kiemen.results import Result

    # Names by id, such as the column name of `network.people`.
    Names = Mapping[str, str] | pd.Series[Any]

LABEL = 36
# Inches that a character of small text takes.
CHARACTER = 0.07
# Of the width, names of rows take at most this share, and leave this many inches; at least so many characters.
NAMES_SHARE, DRAWN, FEWEST = 0.55, 3.0, 12
# On narrow Axes they leave less, and are broken in two where one of these stands.
DRAWN_NARROW = 2.5
BREAKS = (" – ", " · ", " → ", ": ")


def row_axes(ax: Axes | None, rows: int, width: float = 8.0) -> Axes:
    """Give the Axes to draw on: the caller's own, or new ones high enough for so many rows."""
    return style.new_axes(ax, (width, height_for(rows)))


def height_for(rows: int) -> float:
    """Give the height in inches at which this many rows are easy to read."""
    return 1.7 + 0.27 * max(rows, 2)


def set_rows(ax: Axes, labels: Sequence[Any], *, width: int = LABEL) -> NDArray[Any]:
    """Write the labels from top to bottom, cut to `width` characters, and give the height of each row."""
    rows = np.arange(len(labels))[::-1]
    width = label_width(ax, width)
    ax.set_yticks(rows, [row_label(ax, label, width) for label in labels])
    ax.set_ylim(-0.7, len(labels) - 0.3)
    ax.tick_params(axis="y", labelcolor=style.INK)
    return rows


def label_width(ax: Axes, most: int) -> int:
    """Give how many characters the names of rows may take: what they name needs room as well."""
    inches = style.width_of(ax)
    left = DRAWN_NARROW if style.narrow(ax) else DRAWN
    return min(most, max(int(min(NAMES_SHARE * inches, inches - left) / CHARACTER), FEWEST))


def row_label(ax: Axes, label: object, width: int) -> str:
    """Give the name of a row: on narrow Axes in two lines rather than with its middle cut out."""
    words = " ".join(str(label).split())
    if len(words) <= width or not style.narrow(ax):
        return style.literal(words, width)
    sign = next((sign for sign in BREAKS if sign in words), "")
    head, _, tail = words.partition(sign) if sign else ("", "", "")
    if not sign:
        head = (textwrap.wrap(words, width, break_on_hyphens=False) or [words])[0]
        tail = words[len(head) :].strip()
    lines = (head + sign.rstrip(), tail)
    return "\n".join(style.literal(line, width) for line in lines if line)


def widest(labels: Sequence[str]) -> int:
    """Give the letters of the longest line in names that may have two."""
    return max((len(line) for label in labels for line in label.split("\n")), default=0)


def set_columns(ax: Axes, labels: Sequence[str], *, beside: int) -> None:
    """Write the names of columns beneath them, slanted where they would touch; rows have names of `beside` letters."""
    inches = (style.width_of(ax) - CHARACTER * beside - 0.4) / max(len(labels), 1)
    slanted = widest(labels) * CHARACTER > inches
    ax.set_xticks(range(len(labels)), list(labels))
    if slanted:
        for tick in ax.get_xticklabels():
            tick.set(rotation=30, ha="right", rotation_mode="anchor")


def draw_intervals(
    ax: Axes,
    labels: Sequence[Any],
    values: ArrayLike,
    low: ArrayLike | None = None,
    high: ArrayLike | None = None,
    *,
    colours: Sequence[str] | str = style.KIEM,
    width: int = LABEL,
) -> Axes:
    """Draw a dot per row with its range as a line."""
    numbers = np.asarray(values, dtype=float)
    rows = set_rows(ax, labels, width=width)
    if low is not None and high is not None:
        ax.hlines(rows, np.asarray(low, float), np.asarray(high, float), color=style.RANGE, linewidth=3, zorder=2)
    paint = [colours] * len(numbers) if isinstance(colours, str) else list(colours)
    # On the edge of the Axes too a dot is drawn whole.
    ax.scatter(numbers, rows, c=paint, s=54, zorder=3, clip_on=False, edgecolors=style.PAPER, linewidths=1)
    return ax


def draw_bars(
    ax: Axes,
    labels: Sequence[Any],
    values: ArrayLike,
    notes: Sequence[str] | None = None,
    *,
    colours: Sequence[str] | str = style.BRIDGE,
    width: int = LABEL,
) -> Axes:
    """Draw a bar per row with a note at its end."""
    numbers = np.nan_to_num(np.asarray(values, dtype=float))
    rows = set_rows(ax, labels, width=width)
    paint = [colours] * len(numbers) if isinstance(colours, str) else list(colours)
    ax.barh(rows, numbers, color=paint, height=0.6)
    ends = [max(float(numbers.max(initial=0.0)), 1e-9) * 1.02]
    if notes is not None:
        # The room there is, before the layout is known; a note may take most of it, not all.
        longest = min(max(map(len, map(str, labels)), default=0), label_width(ax, width))
        inches = style.width_of(ax) - CHARACTER * longest - 0.4
        most = max(int(0.7 * inches / CHARACTER), 8)
        said = [style.short(note, most) for note in notes]
        ends += [
            max(length, 0.0) / (1 - CHARACTER * (len(note) + 2) / max(inches, CHARACTER * (most + 4)))
            for length, note in zip(numbers, said, strict=True)
        ]
        for row, length, note in zip(rows, numbers, said, strict=True):
            ax.annotate(
                style.literal(note, most), (max(length, 0.0), row), xytext=(4, 0), textcoords="offset points",
                va="center", fontsize=style.SMALL_SIZE, color=style.QUIET, annotation_clip=False,
            )  # fmt: skip
    ax.set_xlim(min(0.0, float(numbers.min(initial=0.0))), max(ends) if max(ends) > 1e-6 else 1.0)
    return ax


def mark_zero(ax: Axes) -> None:
    """Draw where nothing is gained, on Axes that go below it."""
    if ax.get_xlim()[0] < 0:
        ax.axvline(0, color=style.QUIET, linewidth=0.9, zorder=1)


def interval_note(result: Result, language: str | None) -> str:
    """Say what the lines are: the interval at the confidence the result was computed with."""
    share = result.settings.get("confidence")
    return (
        text("Line: margin, right in {share:.0%} of cases", language, share=share) if isinstance(share, float) else ""
    )


def first_note(shown: int, rows: int, language: str | None) -> str:
    """Say that there are more rows than are drawn, where that is so."""
    return text("The first {shown} of {rows}", language, shown=shown, rows=rows) if shown < rows else ""


def notes(*said: str) -> str:
    """Put what is said beneath a title into one line of sentences."""
    return ". ".join(part.rstrip(".") for part in said if part)


def in_a_row(names: Iterable[str]) -> str:
    """Put names one after another, so that a name with a comma in it, such as "Vries, An de", stays one."""
    listed = list(names)
    return ("; " if any("," in name for name in listed) else ", ").join(listed)


def name_of(names: Names | None, person: object) -> str:
    """Give the name of a person where there is one, else the id."""
    found = None if names is None else names.get(str(person))
    return found if isinstance(found, str) and found else str(person)


def pair_label(one: object, other: object, width: int = 25) -> str:
    """Give two names with a dash, each cut by itself, so that a long first one does not hide the second."""
    return f"{style.short(one, width)} – {style.short(other, width)}"


def names_for(result: Result, names: Names | None) -> Names:
    """Give the names by id to draw a result with: those asked for, those in its table, or those of its network."""
    if names is not None:
        return names
    if "name" in result.table.columns:
        named = result.table["name"].fillna("").astype("str")
        named = named[named != ""]
        return named.set_axis(named.index.astype("str"))
    return result.provenance.names


def name_rows(table: pd.DataFrame, names: Names | None) -> list[str]:
    """Give what to write beside each row: the name, with the id where several people here have it; else the label."""
    made = [name_of(names, label) for label in table.index]
    return [
        f"{name} ({label})" if made.count(name) > 1 and name != str(label) else name
        for name, label in zip(made, table.index, strict=True)
    ]
