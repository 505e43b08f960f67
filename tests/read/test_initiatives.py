"""Lists of initiatives."""

import pandas as pd
import pytest

from kiemen.errors import ColumnError, DoubtfulInputWarning
from kiemen.read.initiatives import read_initiatives
from kiemen.read.roster import read_roster

LIST = pd.DataFrame(
    {
        "Initiatief": ["Buurttuin", "Loket"],
        "Thema": ["groen", ""],
        "Start": ["13-03-2025", "14-04-2025"],
        "Einde": ["", "30-06-2025"],
    }
)


def test_dates_and_attributes_come_along():
    initiatives = read_initiatives(LIST, attributes={"Thema": "theme"}).initiatives
    assert initiatives.loc["Buurttuin", "theme"] == "groen"
    assert initiatives.loc["Loket", "end"] == pd.Timestamp("2025-06-30")
    assert pd.isna(initiatives.loc["Buurttuin", "end"])


def test_blank_and_repeated_rows_are_set_aside():
    rows = pd.concat([LIST, LIST.head(1), LIST.head(1).assign(Initiatief="")], ignore_index=True)
    with pytest.warns(DoubtfulInputWarning, match="earlier row"):
        network = read_initiatives(rows)
    assert len(network.initiatives) == 2
    assert network.sources.iloc[0]["rows_set_aside"] == 2


def test_wrong_column_gets_a_clear_answer():
    with pytest.raises(ColumnError, match="Thema"):
        read_initiatives(LIST, initiative="Tema")


@pytest.mark.parametrize("title", ["Bo Smit", "BO  SMIT", "Smit, Bo"])
def test_a_title_that_is_the_name_of_somebody_who_objects_keeps_its_place(title):
    staff = pd.DataFrame({"id": ["01", "02"], "naam": ["An Vos", "Bo Smit"], "bezwaar": ["", "ja"]})
    with pytest.warns(DoubtfulInputWarning):
        roster = read_roster(staff)
    listed = pd.DataFrame({"Initiatief": ["Buurttuin", title], "Thema": ["groen", "zorg"]})
    network = read_initiatives(listed, roster=roster)
    assert network.initiatives.index.tolist() == ["Buurttuin", "…"]
    assert network.initiatives.loc["…", "Thema"] == "zorg"


def test_leader_who_objects_is_not_told():
    staff = pd.DataFrame({"id": ["01", "02"], "naam": ["An", "Bram"], "bezwaar": ["", "ja"]})
    with pytest.warns(DoubtfulInputWarning):
        roster = read_roster(staff)
    network = read_initiatives(LIST.assign(Trekker=["01", "02"]), roster=roster)
    assert network.initiatives["Trekker"].isna().tolist() == [False, True]
