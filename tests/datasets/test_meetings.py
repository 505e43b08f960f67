"""A year of meetings and the log."""

import pandas as pd

from kiemen.datasets.gemeente import build_gemeente

from .conftest import table


def test_meetings_fill_the_year_and_the_lonely_meet_only_themselves():
    files = build_gemeente(3, "normal")
    rows = table(files["overleggen.csv"])
    dates = pd.to_datetime(rows["Datum"], format="%d-%m-%Y %H:%M")
    assert pd.Timestamp("2024-02-28") <= dates.min()
    assert dates.max() < pd.Timestamp("2025-03-01")
    assert rows.groupby("Overleg")["Deelnemer"].nunique().min() >= 2
    lonely = set(table(files["truth/lonely.csv"], ",")["person"])
    theirs = rows[rows["Overleg"].isin(rows.loc[rows["Deelnemer"].isin(lonely), "Overleg"])]
    assert set(theirs["Deelnemer"]) <= lonely


def test_log_names_members_of_the_initiative():
    files = build_gemeente(3, "normal")
    log = table(files["logboek.csv"])
    joined = set(zip(*table(files["deelnames.csv"])[["Initiatief", "Deelnemer"]].to_numpy().T, strict=True))
    done = log[log["Soort"] != "impuls"]
    assert set(zip(done["Initiatief"], done["Wie"], strict=True)) <= joined
    assert set(log["Soort"]) == {"actie", "resultaat", "impuls"}
