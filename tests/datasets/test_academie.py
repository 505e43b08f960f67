"""The academy: small on purpose."""

from kiemen.datasets.academie import build_academie

from .conftest import table


def test_size_is_as_documented():
    files = build_academie(2025, "normal")
    assert len(table(files["deelnemers.csv"])) == 22
    assert len(table(files["projecten.csv"])) == 6
    joined = table(files["deelnames.csv"])
    assert joined["Initiatief"].nunique() == 6
    assert set(table(files["deelnemers.csv"])["Nummer"]) <= set(joined["Deelnemer"])


def test_log_spans_eight_months():
    dates = table(build_academie(2025, "normal")["acties.csv"])["Datum"]
    months = {date[3:] for date in dates}
    assert "09-2024" in months
    assert max(date[6:] + date[3:5] for date in dates) <= "202504"


def test_more_of_them_work_together_at_the_end():
    files = build_academie(2025, "normal")
    joint = [
        sum(cell != "" for column in frame.columns if column.startswith("samen") for cell in frame[column])
        for frame in (table(files["startmeting.csv"]), table(files["eindmeting.csv"]))
    ]
    assert joint[1] > joint[0]
