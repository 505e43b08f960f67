"""Mail logs become directed ties without a word of what was written."""

import pandas as pd
import pytest

import kiemen
from kiemen.errors import DoubtfulInputWarning
from kiemen.read.mailcolumns import TOO_MANY


def weights(network):
    return {(s, t): w for s, t, w in network.ties[["source", "target", "weight"]].itertuples(index=False)}


def test_lists_and_rows_per_recipient_give_the_same():
    lists = pd.DataFrame(
        {"van": ["a@x.nl"], "aan": ["b@x.nl; c@x.nl"], "cc": ["d@x.nl"], "verzonden": ["13-03-2025 09:00"]}
    )
    rows = pd.DataFrame(
        {"van": ["a@x.nl"] * 3, "aan": ["b@x.nl", "c@x.nl", "d@x.nl"], "verzonden": ["13-03-2025 09:00"] * 3}
    )
    expected = {("a@x.nl", f"{to}@x.nl"): pytest.approx(1 / 3) for to in "bcd"}
    assert weights(kiemen.read_mail(lists)) == weights(kiemen.read_mail(rows)) == expected


@pytest.mark.filterwarnings("ignore::kiemen.errors.DoubtfulInputWarning")
def test_some_messages_may_lack_a_moment():
    frame = pd.DataFrame({"van": ["a@x.nl"] * 3, "aan": ["b@x.nl", "c@x.nl", "d@x.nl"]})
    frame["verzonden"] = ["2025-01-01 10:00", "", ""]
    expected = {("a@x.nl", "b@x.nl"): 1.0, ("a@x.nl", "c@x.nl"): 0.5, ("a@x.nl", "d@x.nl"): 0.5}
    assert weights(kiemen.read_mail(frame)) == expected


def test_rows_without_a_moment_are_messages_of_their_own():
    frame = pd.DataFrame({"van": ["a@x.nl"] * 2, "aan": ["b@x.nl", "c@x.nl"]})
    assert set(weights(kiemen.read_mail(frame)).values()) == {1.0}


def test_addresses_bring_their_names_and_outsiders_are_marked():
    frame = pd.DataFrame({"van": ["An de Vries <AN@x.nl>"], "aan": ['"Jansen, Bram" <bram@y.nl>']})
    people = kiemen.read_mail(frame, domains=["x.nl"]).people
    assert people["name"].to_dict() == {"an@x.nl": "An de Vries", "bram@y.nl": "Jansen, Bram"}
    assert people["inside"].to_dict() == {"an@x.nl": True, "bram@y.nl": False}


def test_broadcasts_robots_and_notes_to_self():
    frame = pd.DataFrame(
        {"van": ["a@x.nl", "noreply@x.nl", "a@x.nl"], "aan": ["b@x.nl;c@x.nl;d@x.nl", "a@x.nl", "a@x.nl; b@x.nl"]}
    )
    with pytest.warns(DoubtfulInputWarning, match=TOO_MANY):
        network = kiemen.read_mail(frame, largest=2)
    assert weights(network) == {("a@x.nl", "b@x.nl"): 1.0}
    assert network.n_nodes == 4
    assert network.sources[["rows_read", "rows_used", "rows_set_aside"]].to_numpy().tolist() == [[3, 2, 1]]


def test_the_text_of_messages_is_nowhere():
    frame = pd.DataFrame({"van": ["a@x.nl"], "aan": ["b@x.nl"], "body": ["geheim verhaal"]})
    network = kiemen.read_mail(frame)
    assert "geheim" not in "".join(table.to_csv() for table in network.to_frames().values())
