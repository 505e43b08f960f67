"""Times of adoption, with unknown never taken for no."""

import numpy as np
import pandas as pd
import pytest

import kiemen
from kiemen.errors import DoubtfulInputWarning, InputError


def test_codes_for_never_and_blanks():
    frame = pd.DataFrame({"naam": ["An", "Bram", "Eva", "Daan"], "chat": ["3", "18", "", "nooit"]})
    network = kiemen.read_adoptions(frame, adopted="chat", never=18, first=1, last=17)
    times = network.adoption_times()
    assert times["An"] == 3
    assert times["Bram"] == times["Daan"] == np.inf
    assert np.isnan(times["Eva"])
    assert network.innovations.loc["chat", ["first", "last"]].tolist() == [1.0, 17.0]


def test_long_and_wide_give_the_same():
    wide = pd.DataFrame({"naam": ["An", "Bram"], "chat": ["1", "2"], "bot": ["3", ""]})
    long = pd.DataFrame({"naam": ["An", "Bram", "An"], "innovatie": ["chat", "chat", "bot"], "jaar": ["1", "2", "3"]})
    one = kiemen.read_adoptions(wide, adopted=["chat", "bot"])
    other = kiemen.read_adoptions(long)
    assert one.adoptions.equals(other.adoptions)


def test_dates_become_periods_from_the_first_of_any_innovation():
    frame = pd.DataFrame({"naam": ["An", "Bram"], "chat": ["13-04-2025", "25-06-2025"], "bot": ["14-05-2025", "nooit"]})
    rows = kiemen.read_adoptions(frame, adopted=["chat", "bot"]).adoptions.set_index(["innovation", "person"])
    assert rows["time"].to_dict() == {
        ("bot", "An"): 1.0, ("bot", "Bram"): pytest.approx(np.nan, nan_ok=True),
        ("chat", "An"): 0.0, ("chat", "Bram"): 2.0,
    }  # fmt: skip
    assert rows.loc[("bot", "Bram"), "status"] == "not adopted"


def test_yes_and_no_without_a_time():
    rows = kiemen.read_adoptions(
        pd.DataFrame({"naam": ["An", "Bram", "Eva"], "chat": ["ja", "nee", ""]}), adopted="chat"
    ).adoptions
    assert rows["status"].tolist() == ["adopted", "not adopted"]
    assert rows["time"].isna().all()


def test_outside_the_window_twice_and_nonsense():
    frame = pd.DataFrame({"naam": ["An", "Bram", "an", "Eva"], "chat": ["30", "5", "2", "veel"]})
    with pytest.warns(DoubtfulInputWarning) as said:
        network = kiemen.read_adoptions(frame, adopted="chat", first=1, last=20)
    assert network.adoption_times()["Bram"] == 5
    assert "row 5" in str(said[0].message)
    with pytest.raises(InputError, match="lies after"):
        kiemen.read_adoptions(frame, adopted="chat", first=2, last=1)


@pytest.mark.oracle
def test_medical_innovation(shared):
    """109 of 125 doctors adopted within 17 months (Coleman, Katz & Menzel 1966, as in netdiffuseR)."""
    path = shared / "datasets" / "medical_innovation" / "nodes.csv"
    network = kiemen.read_adoptions(path, person="id", adopted="time_of_adoption", never=18, first=1, last=17)
    times = network.adoption_times()
    assert (np.isfinite(times).sum(), np.isinf(times).sum()) == (109, 16)
