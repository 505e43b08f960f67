"""What tests of reading share."""

import pandas as pd
import pytest

from kiemen.read import biglog


@pytest.fixture
def both_roads(monkeypatch):
    """Give what reads a log in memory and on disk."""

    def read_both(read, path, **options):
        memory = read(path, **options)
        monkeypatch.setattr(biglog, "LARGE", 0)
        disk = read(path, **options)
        assert "bytes" in disk.sources["settings"].iloc[0]
        return memory, disk

    return read_both


@pytest.fixture
def assert_same():
    """Give what compares two networks."""
    return _assert_same


def _assert_same(memory, disk):
    """The same people, ties and attendances, and as many rows used and set aside for each reason."""
    pd.testing.assert_frame_equal(disk.people, memory.people)
    pd.testing.assert_frame_equal(disk.ties, memory.ties, check_exact=False, rtol=1e-14)
    pd.testing.assert_frame_equal(disk.events, memory.events)
    assert disk.sources.iloc[0, :5].equals(memory.sources.iloc[0, :5])
    kinds = ["part", "action", "reason", "column"]
    rows = [
        network.ledger.query("action == 'set aside'").groupby(kinds)["row"].apply(sorted) for network in (memory, disk)
    ]
    pd.testing.assert_series_equal(rows[1], rows[0])
    values = [
        network.ledger.query("action == 'set aside'").set_index(["row", "reason"])["value"]
        for network in (memory, disk)
    ]
    pd.testing.assert_series_equal(values[1].sort_index(), values[0].sort_index())
