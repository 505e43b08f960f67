"""A Network from a meeting log that is added up on disk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kiemen._assembly import scrubbed
from kiemen.errors import InputError
from kiemen.read.account import NOTHING_USED
from kiemen.read.biglog import BLANKS, LISTED, SPAN, WHOLE, BigLog, big_log
from kiemen.read.codedties import network_of_codes
from kiemen.read.columns import NEEDS_TIME
from kiemen.read.diskfile import NotSimpleError, check_fits
from kiemen.read.headers import tidy_name
from kiemen.read.meetingcolumns import (
    ABSENT,
    CAME_IN,
    CANCELLED,
    CANCELLED_TITLE,
    MEETING,
    NO_EVENT,
    OPTIONAL,
    TOO_LARGE,
    TWICE,
    MeetingColumns,
    called_off,
    stayed_away,
)  # fmt: skip
from kiemen.read.roster import hidden_words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kiemen.network import Network
    from kiemen.read.account import Account
    from kiemen.read.columns import Window

# More attendances than this are not kept one by one.
EVENTS = 2_000_000
PLAIN = "[!-~]+( [!-~]+)*"
NOT_KEPT = "not kept one by one, because there are more than {n:,}"


def large_meetings(
    path: Path,
    account: Account,
    columns: MeetingColumns,
    days: Window,
    *,
    largest: int,
    exclude: Sequence[str],
    roster: Network | None,
    decisions: Any,
) -> Network | None:
    """Read a large meeting log, or give None when the road in memory has to take it."""
    if days.bounded and columns.time is None:
        raise InputError(NEEDS_TIME)
    texts = {"event": columns.event, "people": columns.person, "time": columns.time, "status": columns.status}
    texts |= {f"also_{at}": column for at, column in enumerate(columns.also)} | {"unread": columns.unread}
    try:
        with big_log(path, account, texts) as log:
            _place(log, columns, days, roster)
            _seat(log, columns)
            known = [] if roster is None else [*roster.ids, *roster.people["name"]]
            log.sort_out("seat", "who", columns.person, exclude, known)
            people, ids = log.recognise("seat", {"who": columns.person}, roster, decisions)
            log.settle("seat", NOTHING_USED)
            _meet(log, largest)
            events = _attended(log, ids).assign(kind=MEETING, note="")
            return network_of_codes(account, people, ids, _ties(log), relation=MEETING, directed=False, events=events)
    except NotSimpleError:
        check_fits(path)
        return None


def _place(log: BigLog, columns: MeetingColumns, days: Window, roster: Network | None) -> None:
    """Make the table `placed`: the rows with their meeting and moment, and why they are set aside."""
    _titles(log, hidden_words(roster))
    raw, _ = log.texts("select status, count(*) from log group by status")
    away = stayed_away(pd.Series([log.read(word) for word in raw], dtype="str")) if columns.status else [False]
    log.put("came", pd.DataFrame({"raw": raw, "away": np.asarray(away).astype("int64")}))
    log.run(
        "create or replace table log as select log.* exclude (event, status), away, "
        "coalesce(title.blank, case when event = '' then 1 else 0 end) as blank, coalesce(title.called, 0) as called, "
        "coalesce(title.told, event) as event "
        "from log left join title on title.raw = event join came on came.raw = status"
    )
    log.place(columns.time, days, {"1": "blank = 1", "2": "away = 1", "3": "called = 1"})
    log.list_rows("from placed where aside = 1", NO_EVENT, column=columns.event)
    log.list_rows("from placed where aside = 2", ABSENT)
    log.list_rows("from placed where aside = 3", CANCELLED, column=columns.event)
    if columns.unread is not None:
        log.list_rows(f"from log where trim(unread, {BLANKS}) <> ''", OPTIONAL, column=columns.unread, whole=False)


def _titles(log: BigLog, words: set[str]) -> None:
    """Make the table `title`: the titles that are not used as they are written, and what they become."""
    odd = f"not regexp_full_match(event, '{PLAIN}') or regexp_matches(lower(event), '^{CANCELLED_TITLE}')"
    only = "" if words else f"where event <> '' and ({odd})"
    raw, first = log.texts(f"select event, min(row) from log {only} group by event")  # noqa: S608  our own names
    written = pd.Series([log.read(title) for title in raw], dtype="str")
    tidied = pd.Series([tidy_name(title) for title in written], dtype="str")
    bare = scrubbed(tidied.to_frame("event"), "event", words)["event"]
    named = (bare == "") & (tidied != "")
    rows = pd.Series(first, dtype="int64").groupby(tidied.to_numpy()).transform("min")
    told = tidied.where(~named, log.account.table.source + " " + rows.astype("str"))
    blank = (written.str.strip() == "").to_numpy().astype("int64")
    off = called_off(written).to_numpy().astype("int64")
    log.put("title", pd.DataFrame({"raw": raw, "told": told.to_numpy(), "blank": blank, "called": off}))


def _seat(log: BigLog, columns: MeetingColumns) -> None:
    """Make the table `seat`: a row per attendance, in the order of the file."""
    # Exactly only where it can be so: the count of all that differ does not fit in memory.
    one_row_each = bool(log.one("select count(*) < 2 * approx_count_distinct((event, time)) from log"))
    one_row_each = one_row_each and bool(log.one("select count(*) = count(distinct (event, time)) from log"))
    lists = []
    for at, column in enumerate([columns.person, *columns.also]):
        place = "people" if at == 0 else f"also_{at - 1}"
        sign = log.separator(place, "log", one_row_each=one_row_each)
        if sign is not None and at == 0:
            log.account.assume(f"sign between people in {column}", repr(sign))
        people = log.people_in(place, sign)
        lists.append(people if at == 0 else f"list_filter({people}, lambda x: trim(x, {BLANKS}) <> '')")
    everybody = lists[0] if len(lists) == 1 else f"list_concat({', '.join(lists)})"
    log.run(
        f"create table seat as select row, event, m, unnest(who) as who, "  # noqa: S608  our own names
        f"row * 1048576 + generate_subscripts(who, 1) as place "
        f"from (select row, event, m, {everybody} as who from placed where aside = 0)"
    )
    log.drop("log")


def _parts(log: BigLog, column: str) -> list[str]:
    """Give conditions on the meeting in `column` that part the table `seat`, so that each part fits in memory."""
    parts = 1 + int(log.one("select count(*) from seat")) // SPAN
    return [f"hash({column}) % {parts} = {part}" for part in range(parts)]


def _meet(log: BigLog, largest: int) -> None:
    """Make the tables `kept`, every person once in a meeting, and `tied`, the pairs of parts of the meetings."""
    parts = _parts(log, "key")
    _name_meetings(log)
    log.drop("seat")
    log.run("create table kept (key varchar, code bigint, place bigint, m timestamp)")
    log.run("create table again (row bigint, key varchar)")
    log.run("create table vast (row bigint, key varchar, k bigint)")
    log.run("create table tied (source bigint, target bigint, weight hugeint, first timestamp, last timestamp)")
    for chosen in parts:
        _meet_part(log, chosen, largest)
    log.drop("keyed")
    log.list_rows("from again", TWICE, value="key", changed=True)
    large = log.columns(f"select row, key, k from vast order by key limit {LISTED}")  # noqa: S608  our own number
    for row, key, count in zip(*large.values(), strict=True):
        log.account.doubt([row], TOO_LARGE, values=[f"{log.read(str(key))}: {count}"])


def _meet_part(log: BigLog, chosen: str, largest: int) -> None:
    """Add up part of the meetings, so few that their pairs fit in memory; attendances are kept until there are many."""
    log.run(
        f"create table met as select key, who_code as code, min(place) as place, "  # noqa: S608  our own names
        f"arg_min_null(m, place) as m from keyed where {chosen} group by key, who_code"
    )
    log.run(
        f"insert into again select row, key from (select * from keyed where {chosen}) anti join met using (place)"  # noqa: S608
    )
    log.run("create table size as select key, count(*) as k, min(place) // 1048576 as row from met group by key")
    log.run(f"insert into vast select row, key, k from size where k > {largest}")  # noqa: S608  our own numbers
    log.run(
        f"create table small as select id, code, m, k from met join "  # noqa: S608  our own numbers
        f"(select key, k, row_number() over () as id from size where k between 2 and {largest}) using (key)"
    )
    log.run(
        f"insert into tied select a.code, b.code, sum({WHOLE}::hugeint // (a.k - 1)), min(a.m), max(a.m) "  # noqa: S608
        f"from small a join small b on a.id = b.id and a.code < b.code group by a.code, b.code"
    )
    if int(log.one("select count(*) from kept")) <= EVENTS:
        log.run("insert into kept select key, code, place, m from met")
    log.drop("met", "size", "small")


def _name_meetings(log: BigLog) -> None:
    """Make the table `keyed`: each meeting gets one name, its title, with the moment where a title has several."""
    if not log.one("select count(m) from seat"):
        log.run("create table keyed as select *, event as key from seat")
        return
    parts, meant = _parts(log, "event"), "m"
    if not _timed_exactly(log, parts):
        log.account.assume(*CAME_IN)
        meant = "case when m is not null then min(m) over (partition by event, m::date) end"
    log.run("create table keyed as select *, event as key from seat limit 0")
    for chosen in parts:
        log.run(
            f"insert into keyed with dated as (select *, {meant} as meant from seat where {chosen}) "  # noqa: S608
            f"select dated.* exclude (meant), case when several then "
            f"event || ' (' || coalesce(strftime(meant, '%Y-%m-%d %H:%M'), '') || ')' else event end as key from dated "
            f"join (select event, min(meant) <> max(meant) as several from dated group by event) using (event)"
        )


def _timed_exactly(log: BigLog, parts: Sequence[str]) -> bool:
    """Say whether most people at the meetings of a day have a moment together, and did not come in one by one."""
    together, everybody = 0, 0
    for chosen in parts:
        found = log.columns(
            f"with s as (select * from seat where {chosen}), "  # noqa: S608  our own names
            "moment as (select event, m, count(*) as n, count(distinct who_code) as p from s group by event, m), "
            "day as (select event, m::date as d, count(distinct who_code) as p from s group by event, m::date) "
            "select coalesce(sum(n) filter (moment.p > 1), 0)::bigint as one, coalesce(sum(n), 0)::bigint as other "
            "from moment join day "
            "on moment.event = day.event and moment.m::date is not distinct from day.d where day.p > 1"
        )
        together, everybody = together + int(found["one"][0]), everybody + int(found["other"][0])
    return together == 0 or together / everybody > 0.5


def _ties(log: BigLog) -> pd.DataFrame:
    """Give the ties that meetings make: every pair of a meeting of k people gets 1 / (k - 1)."""
    found = log.columns(
        f"select source, target, sum(weight)::double / {WHOLE}::double as weight, "  # noqa: S608  our own numbers
        f'min(first) as "start", max(last) as "end" from tied group by source, target order by source, target'
    )
    return pd.DataFrame(found)


def _attended(log: BigLog, ids: list[str]) -> pd.DataFrame:
    """Give every attendance, in the order of the file; none when there are too many to keep."""
    if int(log.one("select count(*) from kept")) > EVENTS:
        log.account.assume("attendances", NOT_KEPT.format(n=EVENTS))
        return pd.DataFrame({"event": [], "date": pd.to_datetime([]), "person": []})
    found = log.columns("select key as event, m as date, code as person from kept order by place")
    people = pd.Index(ids, dtype="str").take(found["person"])
    events = [log.read(str(key)) for key in found["event"]]
    return pd.DataFrame({"event": pd.Series(events, dtype="str"), "date": found["date"], "person": people})
