import numpy as np
import pandas as pd
import pytest

from kiemen.adoption.times import AdoptionTimes, build_times, resolve_times
from kiemen.errors import InputError, TooLittleDataError
from kiemen.network import Network

NETWORK = Network.from_arrays(list("abcd"), [0, 1], [1, 2])


def build(values, **settings) -> AdoptionTimes:
    return build_times(NETWORK, times=pd.Series(values), **settings)


def test_adopted_not_adopted_and_unknown_are_kept_apart():
    found = build({"a": 1, "b": 3, "c": np.inf})
    assert found.slots.tolist() == [0, 2, 3, -1]
    assert found.known.tolist() == [True, True, True, False]
    assert found.adopted.tolist() == [True, True, False, False]
    assert repr(found) == "<AdoptionTimes periods 1 to 3: 2 adopted, 1 did not, 1 unknown>"


def test_codes_for_not_adopted_and_later_than_the_window_are_not_adopted():
    assert build({"a": 1, "b": 9}, not_adopted=9).slots.tolist() == [0, 1, -1, -1]
    assert build({"a": 1, "b": 9}, last=5).slots.tolist() == [0, 5, -1, -1]
    assert build({"a": 1, "b": 98, "c": 99}, not_adopted=[98, 99]).last == 1


def test_the_window_can_be_wider_than_the_adoptions():
    found = build({"a": 1961.0, "b": 1965}, first=1946, last=1966)
    assert len(found.periods) == 21
    assert found.slots.tolist() == [15, 19, -1, -1]


def test_adoption_before_the_window_is_refused_and_named():
    with pytest.raises(InputError, match=r"rows? b: adopted before the window starts"):
        build({"a": 3, "b": 1}, first=2)


def test_all_faults_of_the_times_are_listed_at_once():
    times = pd.Series({"a": "soon", "zz": 1})
    with pytest.raises(InputError, match="2 faults") as caught:
        build_times(NETWORK, times=times)
    assert "zz" in str(caught.value)
    assert "not a number" in str(caught.value)
    with pytest.raises(InputError, match="more than once"):
        build_times(NETWORK, times=pd.Series([1.0, 2.0], index=["a", "a"]))
    with pytest.raises(InputError, match="pandas Series"):
        build_times(NETWORK, times={"a": 1})
    with pytest.raises(InputError, match="not a number"):
        build({"a": -np.inf})


def test_nobody_known_needs_a_window():
    with pytest.raises(TooLittleDataError, match="No adoption time"):
        build({"a": np.nan})
    found = build({"a": np.inf}, first=1, last=4)
    assert not found.adopted.any()
    with pytest.raises(InputError, match="must not be before"):
        build({"a": np.inf}, first=4, last=1)


def test_whole_periods_are_asked_for_only_where_they_are_needed():
    found = build({"a": 1.5, "b": 2})
    assert found.first == 1
    with pytest.raises(InputError, match="whole periods"):
        _ = found.slots


def test_ids_read_as_numbers_are_the_same_ids():
    network = Network.from_arrays(["7", "8"], [0], [1])
    assert build_times(network, times=pd.Series({7.0: 1, 8.0: 2})).slots.tolist() == [0, 1]


def test_the_adoptions_of_the_network_are_taken_with_their_recorded_window():
    adoptions = pd.DataFrame(
        {"person": ["a", "b"], "innovation": "permit", "status": ["adopted", "not adopted"], "time": [3, np.nan]}
    )
    innovations = pd.DataFrame({"innovation": ["permit"], "first": [2], "last": [6]})
    network = Network.from_frames(pd.DataFrame({"person": list("abc")}), adoptions=adoptions, innovations=innovations)
    found = build_times(network)
    assert (found.first, found.last, found.innovation) == (2, 6, "permit")
    assert found.slots.tolist() == [1, 5, -1]
    assert resolve_times(network, None).slots.tolist() == [1, 5, -1]


def test_contacts_outside_are_never_at_risk():
    people = pd.DataFrame({"person": ["a", "x"], "inside": [True, False]})
    found = build_times(Network.from_frames(people), times=pd.Series({"a": 1.0, "x": 2.0}))
    assert found.known.tolist() == [True, False]


def test_times_of_another_network_are_refused():
    with pytest.raises(InputError, match="another network"):
        resolve_times(Network.from_arrays(["q"], [], []), build({"a": 1}))


def test_the_order_of_the_rows_does_not_matter():
    one = build({"a": 1, "b": 3, "c": 2})
    other = build({"c": 2, "b": 3, "a": 1})
    assert one.times.equals(other.times)


def test_dates_and_flags_are_no_periods(crowd):
    for values in (pd.Timestamp("2024-01-01"), True):
        with pytest.raises(InputError, match="must be periods as numbers"):
            build_times(crowd, times=pd.Series(values, index=crowd.ids))
    with pytest.raises(InputError, match="nobody in it"):
        build_times(crowd, times=pd.Series(dtype=float))


def test_time_stamps_are_refused_before_memory_is_taken(crowd):
    window = build_times(crowd, times=pd.Series(np.arange(60) * 1e12, index=crowd.ids))
    with pytest.raises(InputError, match="Count in weeks or months"):
        len(window.periods)


def test_a_missing_time_can_be_the_code_for_not_adopted():
    network = Network.from_arrays(list("abcd"), [0], [1])
    times = pd.Series({"a": 1.0, "b": np.nan, "c": 3.0})
    found = build_times(network, times=times, not_adopted=np.nan).times
    assert found[["a", "b", "c"]].tolist() == [1.0, np.inf, 3.0]
    assert np.isnan(found["d"]), "whoever is not in the list at all is still unknown"


@pytest.mark.parametrize(
    "values",
    [
        pd.to_timedelta([1, 2, 3], unit="D"),
        pd.period_range("2025-01", periods=3, freq="M"),
        np.array([1, 2, 3], dtype=complex),
        np.array([True, False, True], dtype=object),
        np.array([1e300, 2e300, 3e300]),
    ],
)
def test_what_is_no_period_is_refused(values):
    network = Network.from_arrays(list("abc"), [0], [1])
    with pytest.raises(InputError, match="period"):
        build_times(network, times=pd.Series(values, index=list("abc")))
