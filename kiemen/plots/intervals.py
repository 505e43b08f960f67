"""Dots with the range behind them: one row per person or group, what matters most on top."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from kiemen.plots import style

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from numpy.typing import ArrayLike


def draw_intervals(
    ax: Axes,
    labels: Sequence[Any],
    values: ArrayLike,
    low: ArrayLike | None = None,
    high: ArrayLike | None = None,
    *,
    colours: Sequence[str] | str = style.KIEM,
) -> Axes:
    """Draw a dot per row with its range as a line; rows go from top to bottom."""
    numbers = np.asarray(values, dtype=float)
    rows = np.arange(len(numbers))[::-1]
    if low is not None and high is not None:
        ax.hlines(rows, np.asarray(low, float), np.asarray(high, float), color=style.GRID, linewidth=4, zorder=2)
    paint = [colours] * len(numbers) if isinstance(colours, str) else list(colours)
    ax.scatter(numbers, rows, c=paint, s=42, zorder=3)
    ax.set_yticks(rows, [style.literal(label, 36) for label in labels])
    ax.set_ylim(-0.7, len(numbers) - 0.3)
    ax.tick_params(axis="y", labelcolor=style.INK)
    return ax


def height_for(rows: int) -> float:
    """Give the height in inches at which this many rows are easy to read."""
    return 1.7 + 0.27 * max(rows, 2)


def name_rows(table: Any, names: Any = None) -> list[str]:
    """Give what to write beside each row: a name where there is one, else the label."""
    if names is not None:
        return [str(names.get(label, label)) for label in table.index]
    if "name" in table.columns:
        return [str(name) or str(label) for label, name in zip(table.index, table["name"], strict=True)]
    return [str(label) for label in table.index]
