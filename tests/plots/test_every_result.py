"""Every kind of answer has its own picture."""

import importlib
import inspect

import pandas as pd
import pytest

from kiemen import plots
from kiemen._rooms import ROOMS
from kiemen.results import Result


def kinds() -> list[type[Result]]:
    for room in set(ROOMS.values()):
        importlib.import_module(room)
    found, new = set(), {Result}
    while new:
        new = {kind for parent in new for kind in parent.__subclasses__() if kind.__module__.startswith("kiemen.")}
        found |= new
    return sorted(found, key=lambda kind: kind.__name__)


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.__name__)
def test_it_is_there_and_takes_axes_and_a_language(kind):
    assert kind._plot in plots.__all__, f"{kind.__name__} has no picture"
    parameters = inspect.signature(getattr(plots, kind._plot)).parameters
    assert {"ax", "language"} <= set(parameters)


EMPTY = {
    "plot_spread": ["mean", "low", "high"],
    "plot_forecast": ["mean", "low", "high"],
    "plot_survival": ["survival", "survival_low", "survival_high"],
    "plot_walls": ["group", "other", "index", "wall", "testable"],
    "plot_robustness": ["missing", "overlap"],
    "plot_ratings": ["high", "other"],
}


@pytest.mark.parametrize("name", EMPTY)
def test_nothing_to_draw_is_said(result, name):
    drawn = getattr(plots, name)(result(pd.DataFrame(columns=EMPTY[name], dtype=float)), language="nl")
    drawn.figure.canvas.draw()
    assert drawn.texts
