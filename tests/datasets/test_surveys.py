"""The export of a survey."""

from kiemen.datasets.draws import Draws
from kiemen.datasets.gemeente import build_gemeente
from kiemen.datasets.plant import PLANT
from kiemen.datasets.questions import SCALES
from kiemen.datasets.surveys import choose, header

from .conftest import table


def test_export_looks_like_limesurvey():
    text = build_gemeente(4, "normal")["vragenlijst_meting1.csv"]
    assert text.startswith('\ufeff"id";"submitdate";"lastpage";"startlanguage";"seed";"token"')
    assert text.endswith('"\r\n')
    assert text.count("\n") == text.count("\r\n")


def test_opt_outs_leave_no_answers():
    rows = table(build_gemeente(4, "normal")["vragenlijst_meting1.csv"])
    refused = rows[rows["toestemming"] == "N"]
    assert 1 <= len(refused) <= 20
    after = header()[header().index("toestemming") + 1 :]
    assert (refused[after] == "").all(axis=None)


def test_unfinished_answers_have_no_submit_date():
    rows = table(build_gemeente(4, "normal")["vragenlijst_meting1.csv"])
    unfinished = rows[rows["submitdate"] == ""]
    assert 3 <= len(unfinished) <= 40
    assert (unfinished["lastpage"] == "2").all()


def test_who_objected_is_not_in_the_survey():
    files = build_gemeente(4, "normal")
    staff = table(files["medewerkers.csv"])
    objecting = set(staff.loc[staff["Bezwaar"] == "ja", "Enquêtecode"])
    assert objecting
    assert not objecting & set(table(files["vragenlijst_meting1.csv"])["token"])


def test_reversed_items_run_the_other_way():
    scale = SCALES[0]
    draws = Draws("choose")
    answers = [choose(scale, 2.0, draws, PLANT) for _ in range(300)]
    for place in range(1, len(scale.items) + 1):
        codes = [int(answer[place - 1][1]) for answer in answers if answer[place - 1]]
        mean = sum(codes) / len(codes)
        assert (mean < 2.6) if place in scale.reversed else (mean > 3.8)
