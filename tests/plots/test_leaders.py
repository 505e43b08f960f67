"""Leaders, likeness and agreement as pictures."""

import pandas as pd
import pytest

from kiemen import plots
from kiemen.adoption.leaders import check_leaders, match_leaders
from kiemen.adoption.nominations import compare_ratings


@pytest.mark.parametrize("language", ["nl", "en"])
def test_leaders_against_time(network, language):
    times = pd.Series(range(1, len(network.ids) + 1), index=network.ids, dtype=float)
    ax = check_leaders(network, times=times).plot(language=language)
    assert ax.get_xlim() == (-1, 1)


def test_everybody_but_the_leaders_is_in_a_bar(network):
    found = match_leaders(network, leaders=["p000", "p001"])
    ax = found.plot(language="en", names={"p000": "An", "p001": "Bo"})
    assert sum(bar.get_width() for bar in ax.patches[:2]) == len(network.ids) - 2
    assert {tick.get_text() for tick in ax.get_yticklabels()} == {"An", "Bo"}


def test_terms_have_words(result):
    table = pd.DataFrame({"coefficient": [0.1, 0.3], "p": [0.4, 0.01]}, index=["alike", "same group"])
    ax = plots.plot_barriers(result(table), language="nl")
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["gelijk in belemmeringen", "in dezelfde groep"]
    assert [bar.get_width() for bar in ax.patches] == pytest.approx([10, 30])


def test_four_cells(network):
    own = pd.Series(range(len(network.ids)), index=network.ids, dtype=float)
    ax = compare_ratings(network, own=own, peers=own).plot(language="en")
    assert [words.get_text() for words in ax.texts[:4]] == ["12", "0", "0", "48"]
    assert "60 of 60 people see themselves as colleagues do" in ax.get_title(loc="left")
