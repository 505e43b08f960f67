import numpy as np
import pandas as pd
import pytest

from kiemen.adoption.effects import earliness, gather_evidence
from kiemen.adoption.openings import find_openings
from kiemen.network import Network


@pytest.fixture
def office() -> Network:
    """Three initiatives, two of them closed; people who came before, between and after, and one outside."""
    rng = np.random.default_rng(3)
    ids = [f"p{i:02d}" for i in range(30)]
    hired = pd.to_datetime(["2020-01-01"] * 12 + ["2023-06-01"] * 10 + ["2025-01-01"] * 6 + [None] * 2)
    people = pd.DataFrame({"person": ids, "hired": hired, "inside": [True] * 29 + [False]})
    initiatives = pd.DataFrame(
        {"initiative": ["a", "b", "c"], "end": pd.to_datetime(["2022-01-01", "2024-01-01", None])}
    )
    rows = [
        {"person": person, "initiative": name, "start": pd.Timestamp("2021-01-01") + pd.Timedelta(days=int(day))}
        for name in "abc"
        for person, day in zip(rng.choice(ids[:22], 6, replace=False), rng.integers(0, 90, 6), strict=True)
    ]
    return Network.from_frames(people, initiatives=initiatives, memberships=pd.DataFrame(rows))


def test_who_came_later_could_not_take_part(office):
    openings = find_openings(office, pd.Index(["a", "b", "c"]))
    assert openings.numbers().tolist() == [13, 23, 29]
    ones = pd.Series(1.0, index=["a", "b", "c"])
    assert openings.totals(ones).tolist() == [3.0] * 12 + [2.0] * 10 + [1.0] * 6 + [3.0, 0.0]
    assert openings.could(np.array([0, 25]), pd.Series(["a", "a"])).tolist() == [True, False]


def test_evidence_by_hand(office):
    """The twin: per initiative the times of all who could, members always among them."""
    hired = office.people["hired"]
    total, number = np.zeros(office.n_nodes), np.zeros(office.n_nodes)
    for name, rows in office.memberships.groupby("initiative"):
        end = office.initiatives.loc[name, "end"]
        could = office.people["inside"] & (hired.isna() | pd.isna(end) | (hired <= end))
        could |= office.ids.isin(rows["person"])
        times = pd.Series(np.inf, index=office.ids).where(could)
        days = rows.set_index("person")["start"].to_numpy(dtype="datetime64[D]").astype(float)
        times[rows["person"].to_list()] = days
        total += np.nan_to_num(earliness(times.to_numpy()))
        number += could
    evidence = gather_evidence(office)
    np.testing.assert_allclose(evidence.total, total, atol=1e-9)
    np.testing.assert_allclose(evidence.number, number)


def test_without_dates_everybody_could(office):
    plain = office.replace(people=office.people.drop(columns="hired"))
    assert set(gather_evidence(plain).number) == {3.0, 0.0}
    words = office.replace(people=office.people.assign(hired="long ago"))
    assert set(gather_evidence(words).number) == {3.0, 0.0}
