"""The columns of a meeting log, and what is said of its rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from kiemen.i18n import mark
from kiemen.network import Network
from kiemen.read.clocks import Moment
from kiemen.read.filldown import tell_fill_down
from kiemen.read.roles import by_words, find
from kiemen.read.yesno import read_flags

if TYPE_CHECKING:
    from kiemen.read.account import Account

MEETING = "meeting"
TOO_LARGE = mark("too large a meeting to make ties; the people are kept")
NO_EVENT = mark("there is no meeting")
CANCELLED = mark("the meeting was cancelled")
CANCELLED_TITLE = r"\s*(?:geannuleerd|canceled|cancelled|afgelast|abgesagt)\s*:"
ABSENT = mark("was invited and did not take part")
OPTIONAL = mark("people who were free to come are not counted; pass optional= to count them")
TWICE = mark("the same person stands twice in one meeting and counts once")
STATUS_WORDS = (
    "aanwezig", "attended", "attendance", "aanwezigheid", "present", "response", "reactie", "antwoord", "status",
    "response status", "deelnamestatus", "rsvp",
)  # fmt: skip
OPTIONAL_WORDS = (
    "optional attendees", "optionele deelnemers", "optionele genodigden", "facultatieve deelnemers", "optional",
    "facultatieve genodigden", "niet-verplichte deelnemers", "optioneel",
)  # fmt: skip
ABSENT_WORDS = frozenset(
    {"declined", "afgewezen", "geweigerd", "afgezegd", "afgemeld", "verhinderd", "did not attend", "niet aanwezig"}
    | {"no response", "geen reactie", "none", "not attended", "cancelled", "geannuleerd"}
)

CAME_IN = ("meetings of one title on one day", "one meeting; the times are when each person came in")


@dataclass(frozen=True)
class MeetingColumns:
    """The column for each part, None where there is none; `unread` has optional attendees and is not used.

    `clock` has the time of day, where that stands apart from the day in `time`.
    """

    event: str
    person: str
    time: str | None
    organizer: str | None
    optional: str | None
    unread: str | None
    status: str | None
    clock: str | None = None

    @classmethod
    def find(cls, account: Account, named: dict[str, str | None]) -> MeetingColumns:
        """Find the columns that were not named."""
        event, person, time = named["event"], named["person"], named["time"]
        organizer, status = named["organizer"], named["status"]
        event = str(find(account, "event", event, taken=[person, time, organizer, status]))
        person = str(find(account, "person", person, taken=[event, time, organizer, status]))
        time = find(account, "time", time, taken=[event, person, organizer, status], needed=False)
        organizer = find(account, "organizer", organizer, taken=[event, person, time, status], needed=False)
        told, unread = named["optional"], None
        if told is not None:
            told = find(account, "optional", told, taken=[person], words=OPTIONAL_WORDS)
        else:
            unread = by_words(account.table.frame, OPTIONAL_WORDS, [person])
        status = find(account, "status", status, taken=[event, person], needed=False, words=STATUS_WORDS)
        moment = Moment.find(account, time, [event, person, organizer, told, unread, status])
        account.leave([event, person, moment.day, organizer, told, unread, status, moment.clock])
        for column in (event, person):
            tell_fill_down(account, column)
        return cls(event, person, moment.day, organizer, told, unread, status, moment.clock)

    @property
    def also(self) -> list[str]:
        """The columns with people beside the attendees."""
        return [column for column in (self.organizer, self.optional) if column is not None]


def stayed_away(words: pd.Series[str]) -> pd.Series[bool]:
    """Mark the words that say that somebody did not take part."""
    plain = words.str.strip().str.casefold()
    return read_flags(plain).no | plain.isin(ABSENT_WORDS)


def called_off(titles: pd.Series[str]) -> pd.Series[bool]:
    """Mark the titles that say that the meeting was cancelled, as calendars write it."""
    return titles.str.casefold().str.match(CANCELLED_TITLE)


def network_of_meetings(
    account: Account, people: pd.DataFrame, ids: pd.Index, ties: pd.DataFrame, attended: pd.DataFrame
) -> Network:
    """Make the network of ties between positions in `ids` and of who attended what, and when."""
    ties = ties.assign(
        source=ids.take(ties["source"].to_numpy()), target=ids.take(ties["target"].to_numpy()), relation=MEETING
    )
    return Network.from_frames(
        people=people,
        ties=ties.assign(origin=account.table.source),
        relations=pd.DataFrame({"relation": [MEETING], "directed": [False]}),
        events=attended.assign(kind=MEETING, note=""),
        **account.frames(),
    )
