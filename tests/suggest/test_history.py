import numpy as np
import pandas as pd
import pytest

from kiemen.errors import TooLittleDataError
from kiemen.network import Network
from kiemen.suggest.history import History
from tests.suggest.conftest import waves


def dated():
    ties = pd.DataFrame(
        {
            "source": ["a", "b", "c", "a"],
            "target": ["b", "c", "d", "b"],
            "start": pd.to_datetime(["2025-01-01", "2025-01-11", "2025-02-01", "2025-03-01"]),
            "end": pd.to_datetime([None, "2025-01-20", None, None]),
        }
    )
    return Network.from_frames(ties=ties)


def test_dates_become_days_and_ended_ties_are_former():
    history = History.of(dated())
    assert not history.waves
    assert sorted(history.start.tolist()) == [0, 10, 31, 59]
    then = history.snapshot(35.0, 10.0)
    assert sorted(zip(*then.tied.nonzero(), strict=True)) == [(0, 1), (1, 0), (2, 3), (3, 2)]
    assert then.former[1, 2] == 1
    assert then.idle.tolist() == pytest.approx([3.5, 2.5, 0.4, 0.4])
    assert history.formed(0, 35).tolist() == [1 * 4 + 2, 2 * 4 + 3]


def test_waves_are_ranked_by_date_and_seen_anew():
    ties = pd.DataFrame({"source": ["a", "a"], "target": ["b", "c"], "wave": ["late", "early"]})
    waves = pd.DataFrame({"wave": ["late", "early"], "date": pd.to_datetime(["2025-06-01", "2025-01-01"])})
    history = History.of(Network.from_frames(ties=ties, waves=waves))
    assert history.waves
    assert history.period == 1.0
    now = history.snapshot(1.0, 1.0)
    assert now.tied[0, 1] == 1
    assert now.tied[0, 2] == 0
    assert now.former[0, 2] == 1


def test_faded_contacts_are_below_fresh_ones():
    history = History.of(dated())
    old, new = history.snapshot(31.0, 10.0).strengths[0], history.snapshot(59.0, 10.0).strengths[0]
    assert 0 < new[2, 3] < old[2, 3]
    assert np.allclose(new.toarray(), new.toarray().T)


def test_without_time_there_is_nothing_to_learn():
    with pytest.raises(TooLittleDataError, match="default"):
        History.of(Network.from_frames(ties=pd.DataFrame({"source": ["a"], "target": ["b"]})))


def members_of(rows, **tables):
    memberships = pd.DataFrame(rows, columns=["person", "initiative", "start", "end"])
    return History.of(Network.from_frames(memberships=memberships, **tables))


def together(history, moment):
    """Give whether a and b were in the same initiative."""
    matrix = history.snapshot(moment, 1.0).incidence
    return bool((matrix[[0]].multiply(matrix[[1]])).sum())


def test_a_membership_that_began_later_is_not_known_before():
    ties = dated().ties
    history = members_of([("a", "garden", None, None), ("b", "garden", "2025-02-01", "2025-02-20")], ties=ties)
    assert [together(history, day) for day in (10.0, 31.0, 49.0, 59.0)] == [False, True, True, False]
    always = members_of([("a", "garden", None, None), ("b", "garden", None, None)], ties=ties)
    assert together(always, 0.0)
    assert History.of(dated()).snapshot(35.0, 10.0).incidence is None


def test_memberships_are_dated_by_the_waves():
    ties = pd.DataFrame({"source": ["a", "a"], "target": ["b", "c"], "wave": ["1", "2"]})
    waves = pd.DataFrame({"wave": ["1", "2"], "date": pd.to_datetime(["2025-01-01", "2025-06-01"])})
    rows = [("a", "garden", "2024-05-01", None), ("b", "garden", "2025-02-01", None)]
    history = members_of(rows, ties=ties, waves=waves)
    assert [together(history, wave) for wave in (0.0, 1.0)] == [False, True]
    # Without dates of the waves nobody can tell.
    assert together(members_of(rows, ties=ties), 0.0)


def test_who_named_nobody_in_a_wave_is_silent():
    ties = pd.DataFrame({"source": ["a", "b", "a"], "target": ["b", "a", "b"], "wave": ["1", "1", "2"]})
    history = History.of(Network.from_frames(ties=ties))
    assert history.snapshot(0.0, 1.0).silent.tolist() == [False, False]
    assert history.snapshot(1.0, 1.0).silent.tolist() == [False, True]
    relations = pd.DataFrame({"relation": ["tie"], "directed": [False]})
    assert not History.of(Network.from_frames(ties=ties, relations=relations)).snapshot(1.0, 1.0).silent.size
    assert not History.of(dated()).snapshot(35.0, 10.0).silent.size


def dated_and_in_waves(meetings):
    """Give ties in three waves, and meetings with a date."""
    rows = waves()
    met = pd.DataFrame({"source": "p00", "target": "p01", "relation": "meeting"}, index=range(meetings))
    met["start"] = pd.Timestamp("2025-01-01") + pd.to_timedelta(np.arange(meetings), unit="D")
    kinds = pd.DataFrame({"relation": ["work", "meeting"], "directed": [False, False]})
    return Network.from_frames(ties=pd.concat([rows.assign(relation="work"), met]), relations=kinds)


def test_waves_are_read_where_other_relations_have_dates():
    network = dated_and_in_waves(500)
    work = History.of(network, "work")
    assert work.waves
    assert work.last == 3.0
    assert not History.of(network, "meeting").waves
    assert not History.of(network).waves
    assert History.of(dated_and_in_waves(3)).waves
    alone = History.of(network.select(relation="work"))
    assert np.array_equal(alone.start, work.start)
    assert np.array_equal(alone.left, work.left)
