"""The quick road gives what the other roads give, or leaves the file to them."""

import numpy as np
import pandas as pd
import pytest

import kiemen
from kiemen import read_ties
from kiemen.read import aggregate, quicksums

pytest.importorskip("polars")
pytest.importorskip("duckdb")


@pytest.fixture
def rows():
    rng = np.random.default_rng(3)
    return pd.DataFrame(
        {
            "van": [f"p{i}" for i in rng.integers(0, 60, 3000)],
            "naar": [f"p{i}" for i in rng.integers(0, 60, 3000)],
            "gewicht": rng.integers(1, 5, 3000).astype(str),
        }
    )


def both(path, monkeypatch):
    """Read a file with and without the quick road, and say whether the quick one was taken."""
    taken = []
    real = quicksums.quick_sums
    monkeypatch.setattr(aggregate, "LARGE", 1)
    monkeypatch.setattr(aggregate, "quick_sums", lambda *given: (taken.append(real(*given)), taken[-1])[1])
    quick = read_ties(path)
    monkeypatch.setattr(aggregate, "quick_sums", lambda *_: None)
    return quick, read_ties(path), taken[0] is not None


@pytest.mark.filterwarnings("ignore::kiemen.errors.KiemenWarning")
@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_the_same_as_the_other_road(rows, tmp_path, monkeypatch, sign):
    path = tmp_path / "ties.csv"
    rows.to_csv(path, index=False, sep=sign)
    quick, slow, taken = both(path, monkeypatch)
    assert taken
    assert quick.fingerprint == slow.fingerprint
    assert quick.ledger.equals(slow.ledger)
    assert quick.sources.equals(slow.sources)


@pytest.mark.filterwarnings("ignore::kiemen.errors.KiemenWarning")
@pytest.mark.parametrize(
    ("column", "cell"), [("gewicht", "1.5"), ("gewicht", ""), ("gewicht", "veel"), ("gewicht", "0"), ("naar", " ")]
)
def test_what_is_not_plain_is_left_to_the_other_road(rows, tmp_path, monkeypatch, column, cell):
    rows.loc[7, column] = cell
    path = tmp_path / "ties.csv"
    rows.to_csv(path, index=False)
    quick, slow, taken = both(path, monkeypatch)
    assert not taken
    assert quick.fingerprint == slow.fingerprint
    assert quick.ledger.equals(slow.ledger)


@pytest.mark.filterwarnings("ignore::kiemen.errors.KiemenWarning")
def test_rows_of_another_width_are_left_to_the_other_road(rows, tmp_path, monkeypatch):
    path = tmp_path / "ties.csv"
    path.write_text(rows.to_csv(index=False) + "a,b,1,2,3\n", encoding="utf-8")
    monkeypatch.setattr(aggregate, "LARGE", 1)
    network = read_ties(path)
    assert network.sources["rows_set_aside"].iloc[0] >= 1
    assert "a" not in network.ids


@pytest.mark.filterwarnings("ignore::kiemen.errors.DoubtfulInputWarning")
@pytest.mark.parametrize("weight", [1 << 20, (1 << 20) + 1])
def test_heavy_weights_add_up_as_in_memory(tmp_path, monkeypatch, weight):
    path = tmp_path / "x.csv"
    path.write_text("van,naar,gewicht\n" + f"p1,p2,{weight}\np2,p3,1\n" * 500, encoding="utf-8")
    memory = kiemen.read_ties(path)
    monkeypatch.setattr("kiemen.read.aggregate.LARGE", 0)
    assert kiemen.read_ties(path).fingerprint == memory.fingerprint
