"""One row per person, the last finished one."""

import pandas as pd

from kiemen.read.account import Account
from kiemen.read.dialects import BY_TOOL, PLAIN
from kiemen.read.rawtable import RawTable
from kiemen.read.submissions import moments, repeated, unfinished
from kiemen.read.submissions import tests as mark_tests


def account(frame):
    return Account(RawTable(frame.astype("str"), "t"))


def test_repeated_keeps_the_last_finished():
    frame = pd.DataFrame({"x": ["a", "b", "c", "d"]}, index=[2, 3, 4, 5])
    person = pd.Series(["1", "1", "1", "2"], index=frame.index, dtype="str")
    partial = pd.Series([False, False, True, False], index=frame.index)
    when = pd.Series(pd.to_datetime(["2025-03-02", "2025-03-01", "2025-03-09", None]), index=frame.index)
    book = account(frame)
    twice = repeated(book, person, partial, when, pd.Series(1, index=frame.index))
    assert twice.tolist() == [False, True, True, False]
    assert [note.row for note in book.notes] == [3, 4]


def test_unfinished_by_tool():
    lime = pd.DataFrame({"submitdate": ["2025-03-04 10:00:00", "", "N/A"]})
    assert unfinished(lime, BY_TOOL["limesurvey"]).tolist() == [False, True, True]
    both = pd.DataFrame({"Finished": ["True", "False", "1"], "Progress": ["100", "30", "90"]})
    assert unfinished(both, BY_TOOL["qualtrics"]).tolist() == [False, True, False]
    assert unfinished(both[["Progress"]], BY_TOOL["qualtrics"]).tolist() == [False, True, True]
    assert not unfinished(lime, PLAIN).any()


def test_test_answers():
    frame = pd.DataFrame({"Status": ["IP Address", "Spam", "0"], "DistributionChannel": ["email", "email", "preview"]})
    respondent = pd.Series(["an@x.nl", "bram@x.nl", "Eva"], index=frame.index, dtype="str")
    assert mark_tests(account(frame), BY_TOOL["qualtrics"], respondent).tolist() == [False, True, True]
    named = pd.Series(["Test Test", "Testa de Vries", "test"], index=frame.index, dtype="str")
    assert mark_tests(account(frame[[]]), PLAIN, named).tolist() == [True, False, True]


def test_moments_take_the_surest_column():
    frame = pd.DataFrame({"submitdate": ["", "1980-01-01 00:00:00"], "datestamp": ["2025-03-04 10:00:00", ""]})
    found = moments(frame, BY_TOOL["limesurvey"])
    assert str(found.iloc[0])[:10] == "2025-03-04"
    assert pd.isna(found.iloc[1])
