"""The columns of a meeting log."""

import pandas as pd

from kiemen.read.account import Account
from kiemen.read.meetingcolumns import MeetingColumns, stayed_away
from kiemen.read.tables import read_table

NAMED = dict.fromkeys(("event", "person", "time", "organizer", "optional", "status"))


def test_columns_are_found_and_optional_ones_are_not_read():
    frame = pd.DataFrame(columns=["Onderwerp", "Deelnemers", "Begin", "Organisator", "Optionele deelnemers", "RSVP"])
    found = MeetingColumns.find(Account(read_table(frame)), NAMED)
    assert (found.event, found.person) == ("Onderwerp", "Deelnemers")
    assert (found.optional, found.unread, found.status) == (None, "Optionele deelnemers", "RSVP")
    named = MeetingColumns.find(Account(read_table(frame)), NAMED | {"optional": "optionele deelnemers"})
    assert (named.optional, named.unread) == ("Optionele deelnemers", None)
    assert named.also == ["Organisator", "Optionele deelnemers"]


def test_words_for_staying_away():
    words = pd.Series(["Afgemeld", "aanwezig", "nee", ""], dtype="str")
    assert stayed_away(words).tolist() == [True, False, True, False]
