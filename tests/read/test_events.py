"""Logs of what was done and shown."""

import pandas as pd
import pytest

from kiemen.errors import ColumnError, DoubtfulInputWarning
from kiemen.read.events import read_events
from kiemen.read.roster import read_roster

LOG = pd.DataFrame(
    {
        "Nummer": ["L1", "L2", "L3"],
        "Datum": ["13-03-2025", "14-03-2025", "15-03-2025"],
        "Soort": ["actie", "Resultaat", "impuls"],
        "Initiatief": ["Buurttuin", "Buurttuin", ""],
        "Wie": ["An", "Bram", ""],
        "Omschrijving": ["Langs geweest", "Getoond", "Oproep"],
    }
)


def test_every_column_is_found_by_its_dutch_header():
    events = read_events(LOG).events
    assert events["kind"].tolist() == ["action", "result", "impulse"]
    assert events["person"].tolist() == ["An", "Bram", ""]
    assert events["date"].dt.day.tolist() == [13, 14, 15]
    assert events["initiative"].tolist() == ["Buurttuin", "Buurttuin", ""]


def test_names_are_matched_to_the_roster():
    roster = read_roster(pd.DataFrame({"id": ["01", "02"], "naam": ["An", "Bram"]}))
    assert read_events(LOG, roster=roster).events["person"].tolist() == ["01", "02", ""]


def test_unknown_kind_is_set_aside_with_its_row():
    with pytest.warns(DoubtfulInputWarning, match="row 3"):
        network = read_events(LOG.assign(Soort=["actie", "feestje", "impuls"]))
    assert network.events["kind"].tolist() == ["action", "impulse"]
    source = network.sources.iloc[0]
    assert (source["rows_read"], source["rows_used"], source["rows_set_aside"]) == (3, 2, 1)


def test_event_of_somebody_who_objects_is_left_out():
    with pytest.warns(DoubtfulInputWarning):
        roster = read_roster(pd.DataFrame({"id": ["01", "02"], "naam": ["An", "Bram"], "bezwaar": ["", "ja"]}))
    with pytest.warns(DoubtfulInputWarning):
        network = read_events(LOG, roster=roster)
    assert network.events["person"].tolist() == ["01", ""]
    assert "Bram" not in network.ledger.to_csv()


def test_window_keeps_the_days_asked_for():
    with pytest.warns(DoubtfulInputWarning):
        network = read_events(LOG, window=("2025-03-14", None))
    assert len(network.events) == 2


def test_without_ids_every_row_is_an_event():
    assert read_events(LOG.drop(columns="Nummer")).events["event"].nunique() == 3


def test_without_a_kind_there_is_a_clear_answer():
    with pytest.raises(ColumnError, match="kind"):
        read_events(LOG.drop(columns="Soort"))


def test_event_of_somebody_uncertain_is_kept_without_a_person():
    roster = read_roster(pd.DataFrame({"id": ["01", "02"], "naam": ["Jan de Boer", "Joke de Boer"]}))
    with pytest.warns(DoubtfulInputWarning, match="kept without a person"):
        network = read_events(LOG.assign(Wie=["J. de Boer", "Jan de Boer", ""]), roster=roster)
    assert network.events["person"].tolist() == ["", "01", ""]
