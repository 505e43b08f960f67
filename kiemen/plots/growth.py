"""Growth over time: how it spreads, with and without new ties, and whether it keeps burning."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kiemen._checks import check_choice, check_columns
from kiemen.i18n import number, text
from kiemen.plots import style
from kiemen.plots.rows import draw_intervals, row_axes

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from kiemen.results import Result

# Inches that a bold character of the text size takes.
BOLD = 0.09
COURSE, SURVIVAL, GROUPS = SHOWS = ("course", "survival", "groups")


def _fan(ax: Axes, table: pd.DataFrame, *, prefix: str, colour: str, label: str, dashes: Any, lift: float = 0) -> None:
    """Draw the middle of the worlds as a line, half of them as a dark band and nine in ten as a light one."""
    period = table.index.to_numpy(float)
    for low, high, alpha in (("low", "high", 0.13), ("q25", "q75", 0.22)):
        if f"{prefix}{low}" in table.columns:
            ax.fill_between(
                period, table[f"{prefix}{low}"], table[f"{prefix}{high}"], color=colour, alpha=alpha, linewidth=0
            )
    middle = f"{prefix}mean" if f"{prefix}mean" in table.columns else f"{prefix}median"
    ax.plot(period, table[middle], color=colour, linewidth=2.2, linestyle=dashes, label=label)
    if not _room_at_ends(ax):
        style.legend(ax)
        return
    ax.annotate(
        label,
        (period[-1], float(table[middle].iloc[-1])),
        xytext=(6, lift),
        textcoords="offset points",
        va="center",
        fontsize=style.TEXT_SIZE,
        # The strength of the line is for the line; words need more contrast to be read.
        color=style.INK if colour == style.WITH else style.QUIET,
        fontweight="bold",
        annotation_clip=False,
    )


def _room_at_ends(ax: Axes) -> bool:
    """Say whether words fit behind the ends of lines: not beside other Axes, nor on narrow ones."""
    return style.alone(ax) and not style.narrow(ax)


def plot_spread(spread: Result, *, show: str = COURSE, ax: Axes | None = None, language: str | None = None) -> Axes:
    """Draw how many people are active, period by period, over the simulated worlds.

    Parameters
    ----------
    spread
        An answer of `simulate_spread`.
    show
        "course": people active per period; "survival": share of worlds in which it still burns (`plot_survival`);
        "groups": part of each group that is active at the end.
    ax
        Axes to draw on; None makes a new figure.
    language
        "nl" or "en".

    Returns
    -------
    matplotlib.axes.Axes
        A line with two bands; survival: a line; groups: a row per group.
    """
    if check_choice("show", show, SHOWS) != COURSE:
        return (plot_survival if show == SURVIVAL else _draw_groups)(spread, ax=ax, language=language)
    check_columns(spread.table, ["mean", "low", "high"], "spread")
    ax = style.new_axes(ax)
    if spread.table.empty:
        return style.nothing(ax, text("There is nothing to draw.", language))
    _fan(ax, spread.table, prefix="", colour=style.WITH, label=text("active", language), dashes="-")
    _label(ax, spread.table, text("active", language), language)
    said = style.finding(spread, language)
    return style.dress(ax, title=said, subtitle=_bands(language), grid="y")


def plot_forecast(forecast: Result, *, show: str = COURSE, ax: Axes | None = None, language: str | None = None) -> Axes:
    """Draw growth with and without the suggested ties as two fans.

    Answers: "What do these introductions bring?" Read the difference and its sign, not the level: that hangs on the
    contagion model.

    Parameters
    ----------
    forecast
        An answer of `forecast_growth`.
    show
        "course", "survival" or "groups", as in `plot_spread`.
    ax
        Axes to draw on; None makes a new figure.
    language
        "nl" or "en".

    Returns
    -------
    matplotlib.axes.Axes
        One fan, or two when ties were added; survival: as many lines; groups: a row per group.

    Examples
    --------
    >>> import pandas as pd
    >>> from kiemen.network import Network
    >>> from kiemen.diffusion.forecast import forecast_growth
    >>> ties = pd.DataFrame({"source": ["An", "Bo", "Chris"], "target": ["Bo", "Chris", "An"]})
    >>> network = Network.from_frames(pd.DataFrame({"person": ["An", "Bo", "Chris", "Daan"]}), ties)
    >>> forecast = forecast_growth(
    ...     network, adopters=["An"], added_ties=[("An", "Daan")], runs=10, rng=1, progress=False
    ... )
    >>> plot_forecast(forecast, language="en").get_ylabel()
    'People active'
    """
    if check_choice("show", show, SHOWS) != COURSE:
        return (plot_survival if show == SURVIVAL else _draw_groups)(forecast, ax=ax, language=language)
    check_columns(forecast.table, ["mean", "low", "high"], "forecast")
    table = forecast.table
    ax = style.new_axes(ax)
    if table.empty:
        return style.nothing(ax, text("There is nothing to draw.", language))
    paired = "after_mean" in table.columns
    lift = _lift(table) if paired else 0.0
    now, then = text("as things are", language), text("with the suggestions", language)
    _fan(ax, table, prefix="", colour=style.WITHOUT, label=now, dashes=(0, (4, 2)), lift=-lift)
    if paired:
        _fan(ax, table, prefix="after_", colour=style.WITH, label=then, dashes="-", lift=lift)
    _label(ax, table, max(now, then if paired else "", key=len), language)
    said = style.finding(forecast, language)
    return style.dress(ax, title=said, subtitle=_bands(language), grid="y")


def _lift(table: pd.DataFrame) -> float:
    """Give how far to move the two labels at the line ends apart, in points, where they would touch."""
    ends = [float(table[column].iloc[-1]) for column in ("mean", "after_mean")]
    top = max(float(table[column].max()) for column in ("high", "after_high") if column in table.columns)
    close = abs(ends[1] - ends[0]) < 0.07 * max(top, 1e-9)
    return 0.0 if not close else 8.0 if ends[1] >= ends[0] else -8.0


def _label(ax: Axes, table: pd.DataFrame, longest: str, language: str | None) -> None:
    """Say what the axes are, and leave room on the right for the longest word at the end of a line."""
    from matplotlib.ticker import MaxNLocator

    ax.set_xlabel(text("Period", language))
    ax.set_ylabel(text("People active", language))
    ax.set_ylim(bottom=0)
    first, last = float(table.index[0]), float(table.index[-1])
    share = min(BOLD * (len(longest) + 1) / max(style.width_of(ax) - 0.7, 1.0), 0.5) if _room_at_ends(ax) else 0.0
    ax.set_xlim(first, last + share / (1 - share) * max(last - first, 1.0))
    ticks = [tick for tick in MaxNLocator(integer=True, nbins=8).tick_values(first, last) if first <= tick <= last]
    ax.set_xticks(ticks)
    style.number_axis(ax, "x", language)
    style.count_axis(ax, "y", language)


def _bands(language: str | None) -> str:
    return text("Line: mean. Dark band: half of the simulated worlds, light band: nine in ten.", language)


def plot_survival(spread: Result, *, ax: Axes | None = None, language: str | None = None) -> Axes:
    """Draw in which share of the simulated worlds it still burns, period by period.

    Answers: "Straw fire or running fire?"

    Parameters
    ----------
    spread
        An answer of `simulate_spread` or `forecast_growth`.
    ax
        Axes to draw on; None makes a new figure.
    language
        "nl" or "en".

    Returns
    -------
    matplotlib.axes.Axes
        One line with its interval, or two when ties were added.

    Examples
    --------
    >>> import pandas as pd
    >>> from kiemen.network import Network
    >>> from kiemen.diffusion.simulation import simulate_spread
    >>> ties = pd.DataFrame({"source": ["An", "Bo", "Chris"], "target": ["Bo", "Chris", "An"]})
    >>> spread = simulate_spread(Network.from_frames(ties=ties), adopters=["An"], runs=10, rng=1, progress=False)
    >>> plot_survival(spread, language="en").get_ylabel()
    'Worlds in which it still burns'
    """
    table = spread.table
    check_columns(table, ["survival", "survival_low", "survival_high"], "spread")
    ax = style.new_axes(ax)
    if table.empty:
        return style.nothing(ax, text("There is nothing to draw.", language))
    period = table.index.to_numpy(float)
    courses = [
        ("", style.WITHOUT if "after_survival" in table.columns else style.WITH, text("as things are", language))
    ]
    if "after_survival" in table.columns:
        courses.append(("after_", style.WITH, text("with the suggestions", language)))
    for prefix, colour, label in courses:
        ax.fill_between(
            period,
            table[f"{prefix}survival_low"],
            table[f"{prefix}survival_high"],
            color=colour,
            alpha=0.2,
            linewidth=0,
        )
        ax.plot(
            period,
            table[f"{prefix}survival"],
            color=colour,
            linewidth=2.2,
            label=label,
            linestyle=style.DASHES[1] if colour == style.WITHOUT else "-",
        )
    ax.set_ylim(0, 1.02)
    ax.set_yticks([0, 0.5, 1], ["0%", "50%", "100%"])
    first, last = float(table.index[0]), float(table.index[-1])
    ax.set_xlim(first, last + 0.02 * max(last - first, 1.0))
    style.count_axis(ax, "x", language)
    ax.set_xlabel(text("Period", language))
    ax.set_ylabel(text("Worlds in which it still burns", language))
    if len(courses) > 1:
        style.legend(ax)
    burning = float(table[f"{courses[-1][0]}survival"].iloc[-1])
    said = text("At the end it still burns in {share:.0%} of the simulated worlds", language, share=burning)
    return style.dress(ax, title=said, subtitle=text("Band: interval of 95% of that share", language), grid="y")


def _draw_groups(spread: Result, *, ax: Axes | None, language: str | None) -> Axes:
    """Draw the part of each group that is active at the end, with the band of worlds or with both courses."""
    groups = getattr(spread, "groups", spread.table)
    first = "before" if "before" in groups.columns else "active"
    check_columns(groups, ["people", first], "groups")
    groups = groups[groups["people"] > 0]
    last = "after" if "after" in groups.columns else first
    part = groups.drop(columns="people").div(groups["people"], axis=0)
    order = part[last].sort_values(ascending=False, kind="stable").index
    groups, part = groups.loc[order], part.loc[order]
    ax = row_axes(ax, len(part), 7.6)
    if part.empty:
        return style.nothing(ax, text("There is nothing to draw.", language))
    labels = [f"{name} ({number(size, 0, language)})" for name, size in groups["people"].items()]
    low, high = (part["low"], part["high"]) if "low" in part.columns else (part[first], part[last])
    draw_intervals(ax, labels, part[last], low, high, colours=style.WITH)
    below = text("Line: nine in ten of the simulated worlds. In brackets: people in the group", language)
    if last != first:
        now, then = text("as things are", language), text("with the suggestions", language)
        rows = ax.get_yticks()
        ax.collections[-1].remove()
        ax.scatter(part[last], rows, s=42, color=style.WITH, zorder=3, label=then, clip_on=False)
        open_dot: dict[str, Any] = {"facecolors": "none", "edgecolors": style.INK, "linewidths": 1.2}
        ax.scatter(part[first], rows, s=54, zorder=4, label=now, clip_on=False, **open_dot)
        style.legend(ax)
    if "low" not in part.columns:
        below = text("Dot: mean over the simulated worlds. In brackets: people in the group", language)
    ax.set_xlim(-0.02, 1.02)
    ax.set_xticks([0, 0.5, 1], ["0%", "50%", "100%"])
    ax.set_xlabel(text("Part of the group that is active at the end", language))
    return style.dress(ax, title=style.finding(spread, language), subtitle=below, grid="x")
