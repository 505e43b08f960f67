"""The day in one column and the time of day in another."""

import pandas as pd
import pytest

from kiemen.errors import DoubtfulInputWarning
from kiemen.read import biglog
from kiemen.read.mail import read_mail
from kiemen.read.meetings import read_meetings


def test_two_meetings_of_one_title_on_one_day_stay_two():
    frame = pd.DataFrame(
        {
            "Onderwerp": ["Bila", "Bila"],
            "Begindatum": ["13-3-2025", "13-3-2025"],
            "Begintijd": ["09:00:00", "14:00:00"],
            "Einddatum": ["13-3-2025", "13-3-2025"],
            "Eindtijd": ["09:30:00", "14:30:00"],
            "Vereiste deelnemers": ["An;Bo", "An;Cas"],
        }
    )
    network = read_meetings(frame)
    assert network.ties[["source", "target", "weight"]].to_numpy().tolist() == [["An", "Bo", 1.0], ["An", "Cas", 1.0]]
    assert network.events["date"].dt.hour.tolist() == [9, 9, 14, 14]
    said = dict(network.assumptions[["subject", "choice"]].to_numpy())
    assert (said["column for time"], said["column for clock"]) == ("Begindatum", "Begintijd")


@pytest.mark.parametrize("days", [["13-3-2025", "14-3-2025"], ["2025-03-13", "2025-03-14"]])
def test_a_column_of_clocks_is_not_taken_for_the_day(days, tmp_path, monkeypatch):
    frame = pd.DataFrame({"van": ["a@x.nl"] * 2, "aan": ["b@x.nl", "c@x.nl"], "Datum": days, "Tijd": ["9:00", "9:00"]})
    network = read_mail(frame)
    assert network.ties["weight"].tolist() == [1.0, 1.0]
    assert network.ties["start"].dt.strftime("%d %H").tolist() == ["13 09", "14 09"]
    assert network.assumptions["subject"].tolist().count("column for time") == 1
    path = tmp_path / "mail.csv"
    frame.to_csv(path, index=False)
    monkeypatch.setattr(biglog, "LARGE", 0)
    assert read_mail(path).ties["start"].equals(network.ties["start"])


def test_clocks_alone_and_days_that_are_numbers_stay_as_they_are():
    frame = pd.DataFrame({"van": ["a@x.nl"], "aan": ["b@x.nl"], "Tijd": ["9:00"]})
    with pytest.warns(DoubtfulInputWarning, match="no date"):
        assert read_mail(frame).ties["start"].isna().all()
    frame = pd.DataFrame({"van": ["a@x.nl"], "aan": ["b@x.nl"], "Datum": ["45720"], "Starttijd": ["9:00"]})
    assert read_mail(frame).ties["start"].dt.day.tolist() == [4]
