"""Growth: fans, labels that do not touch, and survival."""

import numpy as np
import pandas as pd
import pytest

from kiemen.errors import InputError
from kiemen.plots import plot_forecast, plot_spread, plot_survival
from kiemen.plots.style import own_figure


def course(gain: float) -> pd.DataFrame:
    period = pd.RangeIndex(0, 13, name="period")
    mean = 10 + 3.0 * period.to_numpy()
    table = pd.DataFrame(
        {"mean": mean, "low": mean - 4, "q25": mean - 2, "q75": mean + 2, "high": mean + 4}, index=period
    )
    table = table.assign(survival=1.0, survival_low=0.9, survival_high=1.0)
    after = table.add_prefix("after_")
    after[[name for name in after if "survival" not in name]] += gain
    return pd.concat([table, after], axis=1)


def test_forecast_labels_both_courses_at_their_ends(result):
    for gain in (0.0, 20.0):
        ax = plot_forecast(result(course(gain)), language="en")
        ax.figure.canvas.draw()
        ends = [text for text in ax.texts if text.get_text() in {"as things are", "with the suggestions"}]
        assert len(ends) == 2
        assert not ends[0].get_window_extent().overlaps(ends[1].get_window_extent())
        assert ax.get_title(loc="left") == "This is the finding."


def test_periods_end_where_the_forecast_ends(result):
    ax = plot_spread(result(course(5.0)), language="nl")
    assert max(ax.get_xticks()) <= 12
    assert np.isclose(ax.get_ylim()[0], 0)


def test_survival_says_in_which_share_it_burns(result):
    assert "100%" in plot_survival(result(course(1.0)), language="en").get_title(loc="left")


def test_one_spread_has_three_pictures(result):
    groups = pd.DataFrame(
        {"people": [10, 40], "active": [9.0, 4], "low": [8.0, 2], "high": [10.0, 6]}, index=["A", "B"]
    )
    spread = result(course(1.0), groups=groups)
    rows = plot_spread(spread, show="groups", language="en")
    assert [tick.get_text() for tick in rows.get_yticklabels()] == ["A (10)", "B (40)"]
    assert "still burns" in plot_spread(spread, show="survival", language="en").get_ylabel()
    before = pd.DataFrame({"people": [10], "before": [2.0], "after": [6.0], "gain": [4.0]}, index=["A"])
    both = plot_forecast(result(course(1.0), groups=before), show="groups", language="nl")
    assert len(both.get_legend().get_texts()) == 2
    with pytest.raises(InputError, match="show"):
        plot_forecast(spread, show="bars")


def test_on_narrow_axes_the_courses_are_named_in_a_legend(result):
    ax = plot_forecast(result(course(20.0)), ax=own_figure((4.2, 4.0)).add_subplot(), language="en")
    assert [words.get_text() for words in ax.get_legend().get_texts()] == ["as things are", "with the suggestions"]
    assert ax.get_xlim()[1] == 12
