"""Which words of a picture touch each other or leave it, as it is drawn."""

from itertools import combinations

from matplotlib.figure import Figure
from matplotlib.text import Text


def words(figure: Figure) -> list[tuple[str, object]]:
    """Give every text that is drawn, with its box; slanted ones are left out, their boxes hold mostly nothing."""
    figure.canvas.draw()
    unseen = {id(label) for ax in figure.axes for axis in (ax.xaxis, ax.yaxis) for label in _off(axis)}
    texts = [*figure.findobj(Text)]
    texts += [ax._left_title._under for ax in figure.axes if hasattr(ax._left_title, "_under")]
    shown = [one for one in texts if one.get_visible() and one.get_text().strip() and id(one) not in unseen]
    return [(one.get_text(), one.get_window_extent()) for one in shown if one.get_rotation() in {0, 90}]


def _off(axis) -> list[Text]:
    drawn = set(map(id, axis._update_ticks()))
    ticks = [*axis.get_major_ticks(), *axis.get_minor_ticks()]
    return [label for tick in ticks if id(tick) not in drawn for label in (tick.label1, tick.label2)]


def touching(figure: Figure, slack: float = 2.0) -> list[tuple[str, str]]:
    """Give the pairs of texts that lie over each other by more than `slack` pixels both ways."""
    found = []
    for (one, a), (other, b) in combinations(words(figure), 2):
        wide = min(a.x1, b.x1) - max(a.x0, b.x0)
        high = min(a.y1, b.y1) - max(a.y0, b.y0)
        if wide > slack and high > slack:
            found.append((one, other))
    return found


def outside(figure: Figure, slack: float = 1.0) -> list[str]:
    """Give the texts that are cut off by the edge of the figure."""
    wide, high = figure.bbox.width + slack, figure.bbox.height + slack
    return [one for one, box in words(figure) if box.x0 < -slack or box.y0 < -slack or box.x1 > wide or box.y1 > high]
