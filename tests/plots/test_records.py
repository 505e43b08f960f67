"""What a file gave or gives away, without showing a cell of it."""

import pandas as pd

from kiemen import plots
from kiemen.read.check import check_file
from kiemen.read.names import match_names
from kiemen.report.audit import audit_file


def test_findings_follow_the_language_whatever_the_check_was_made_in():
    found = check_file(pd.DataFrame({"van": ["An", "An"], "naar": ["Bram", "An"]}), language="en")
    assert "terzijde" in found.plot(language="nl").get_yticklabels()[0].get_text()
    assert "set aside" in found.plot(language="en").get_yticklabels()[0].get_text()


def test_a_clean_file_says_so():
    found = check_file(pd.DataFrame({"van": ["An"], "naar": ["Bram"]}), language="en")
    assert "mended" in found.plot(language="en").texts[0].get_text()


def test_what_must_be_mended_is_on_top(result):
    table = pd.DataFrame({"urgency": ["look at", "mend", "know"], "what": ["b", "a", "c"], "times": [1, 2, 3]})
    ax = plots.plot_findings(result(table), language="en")
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["a", "b"]
    assert [said.get_text() for said in ax.texts] == ["2 · mend", "1 · look at"]  # not by colour alone


def test_matches_are_counted_and_nobody_is_named():
    roster = pd.DataFrame({"person": ["1", "2"], "name": ["Jan Bakker", "Joke Bakker"]})
    ax = match_names(["Jan Bakker", "J. Bakker", "Piet Paulusma"], roster).plot(language="en")
    assert [bar.get_width() for bar in ax.patches] == [1, 1, 1]
    assert not any("Bakker" in tick.get_text() for tick in ax.get_yticklabels())


def test_an_audit_shows_how_much_may_not_be_seen(network, tmp_path):
    note = tmp_path / "note.txt"
    note.write_text("Naam 3 and Naam 4", encoding="utf-8")
    ax = audit_file(note, network, audience="management").plot(language="en")
    assert [bar.get_width() for bar in ax.patches] == [2, 2]
    (tmp_path / "empty.txt").write_text("nobody", encoding="utf-8")
    assert audit_file(tmp_path / "empty.txt", network, audience="management").plot().texts
