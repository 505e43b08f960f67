"""A Network from a mail or chat log that is added up on disk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kiemen.errors import InputError
from kiemen.read.account import NOTHING_USED
from kiemen.read.biglog import BLANKS, LISTED, SPAN, WHOLE, BigLog, big_log
from kiemen.read.codedties import network_of_codes
from kiemen.read.columns import NEEDS_TIME
from kiemen.read.diskfile import NotSimpleError, check_fits
from kiemen.read.mailcolumns import MAIL, TOO_MANY, address_of, marked, names_of
from kiemen.read.pairs import NO_NAME, SELF_TIE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from kiemen.network import Network
    from kiemen.read.account import Account
    from kiemen.read.columns import Window


def large_mail(
    path: Path,
    account: Account,
    columns: Mapping[str, str | None],
    days: Window,
    *,
    largest: int,
    domains: Sequence[str],
    exclude: Sequence[str],
    roster: Network | None,
    decisions: Any,
) -> Network | None:
    """Read a large mail log, or give None when the road in memory has to take it."""
    if days.bounded and columns["time"] is None:
        raise InputError(NEEDS_TIME)
    sender, to = str(columns["sender"]), str(columns["recipients"])
    texts = {"sent_by": sender, "sent_to": to, "copies": columns["copies"]}
    try:
        with big_log(path, account, {**texts, "message": columns["message"], "time": columns["time"]}) as log:
            log.place(columns["time"], days)
            log.drop("log")
            _address(log, columns)
            known = [] if roster is None else [*roster.ids, *roster.people["name"]]
            log.sort_out("sent", "sent_to", to, exclude, known)
            log.sort_out("sent", "sent_by", sender, exclude, known)
            names = _bring_addresses(log)
            people, ids = log.recognise("sent", {"sent_by": sender, "sent_to": to}, roster, decisions)
            log.settle("sent", NOTHING_USED)
            ties = _ties(log, pd.Index(ids, dtype="str"), largest)
            everybody = marked(people, names, domains if roster is None else ())
            return network_of_codes(account, everybody, ids, ties, relation=MAIL, directed=True)
    except NotSimpleError:
        check_fits(path)
        return None


def _address(log: BigLog, columns: Mapping[str, str | None]) -> None:
    """Make the table `sent`: a row per message and recipient, and `letter`, what makes rows one message."""
    lists = []
    for place, part in (("sent_to", "recipients"), ("copies", "copies")):
        column = columns[part]
        if column is None:
            continue
        sign = log.separator(place, "placed where aside = 0", one_row_each=False)
        if sign is not None:
            log.account.assume(f"sign between people in {column}", repr(sign))
        lists.append(f"list_filter({log.people_in(place, sign)}, lambda x: trim(x, {BLANKS}) <> '')")
    everybody = lists[0] if len(lists) == 1 else f"list_concat({', '.join(lists)})"
    log.run(
        f"create table posted as select row, sent_by, message, m, {everybody} as everybody "  # noqa: S608  quoted
        f"from placed where aside = 0"
    )
    log.list_rows("from posted where len(everybody) = 0", NO_NAME, column=str(columns["recipients"]))
    log.run("create table to_nobody as select row from posted where len(everybody) = 0")
    log.gone.append("select row from to_nobody")
    _fold_senders(log)
    log.run(
        f"create table sent as select row, sent_by, letter, m, unnest(everybody) as sent_to, "  # noqa: S608
        f"row * 1048576 + generate_subscripts(everybody, 1) as place "
        f"from (select posted.*, {_letter(log, columns)} as letter from posted join folding on folding.raw = sent_by)"
    )
    log.drop("posted")


def _letter(log: BigLog, columns: Mapping[str, str | None]) -> str:
    """Give the SQL of what makes rows one message, as a number: texts of so many rows would fill the disk."""
    if columns["message"] is not None:
        return "md5_number(folded || chr(10) || message || chr(10) || coalesce(m::varchar, ''))"
    if bool(log.one("select count(m) from posted where len(everybody) > 0")):
        return f"folded::hugeint * {1 << 64} + coalesce(epoch_us(m), {-(1 << 63)})"
    return "row"


def _fold_senders(log: BigLog) -> None:
    """Make the table `folding`: one number for the spellings of a sender that differ in case only."""
    raw, _ = log.texts("select sent_by, count(*) from posted group by sent_by")
    codes, _ = pd.factorize(pd.Series([log.read(text) for text in raw], dtype="str").str.casefold(), sort=True)
    log.put("folding", pd.DataFrame({"raw": raw, "folded": codes.astype("int64")}))


def _bring_addresses(log: BigLog) -> dict[str, str]:
    """Write the bare address for everybody in `sent`, and give the names that stood beside them."""
    query = " union ".join(f"select {who} as raw, 0 as n from sent" for who in ("sent_by", "sent_to"))  # noqa: S608
    raw, _ = log.texts(query)
    written = [log.read(text) for text in raw]
    log.put("bare", pd.DataFrame({"raw": raw, "address": [address_of(text) for text in written]}))
    log.run(
        "create or replace table sent as select row, letter, m, place, one.address as sent_by, "
        "other.address as sent_to from sent join bare one on one.raw = sent_by join bare other on other.raw = sent_to"
    )
    return names_of(pd.Series(written, dtype="str"))


def _ties(log: BigLog, ids: pd.Index, largest: int) -> pd.DataFrame:
    """Give the ties that messages make: every recipient of a message to k people gets 1 / k."""
    log.list_rows("from sent where sent_by_code = sent_to_code", SELF_TIE, value=_person(log, ids), whole=False)
    log.run("create table tied (source bigint, target bigint, weight hugeint, first timestamp, last timestamp)")
    log.run("create table vast (row bigint, k bigint)")
    parts = 1 + int(log.one("select count(*) from sent")) // SPAN
    for part in range(parts):
        _tie_part(log, f"hash(letter) % {parts} = {part}", largest)
    large = log.columns(f"select row, k from vast order by row limit {LISTED}")  # noqa: S608  our own number
    log.account.doubt(large["row"], TOO_MANY, values=large["k"])
    found = log.columns(
        f"select source, target, sum(weight)::double / {WHOLE}::double as weight, "  # noqa: S608  our own numbers
        f'min(first) as "start", max(last) as "end" from tied group by source, target order by source, target'
    )
    return pd.DataFrame(found)


def _tie_part(log: BigLog, chosen: str, largest: int) -> None:
    """Add up part of the messages, so few that their pairs fit in memory."""
    log.run(
        f"create table pair as select letter, sent_by_code as source, sent_to_code as target, "  # noqa: S608  our own
        f"min(place) as place, min(m) as m from sent where sent_by_code <> sent_to_code and {chosen} "
        f"group by letter, sent_by_code, sent_to_code"
    )
    log.run("create table size as select letter, count(*) as k, min(place) // 1048576 as row from pair group by letter")
    log.run(f"insert into vast select row, k from size where k > {largest}")  # noqa: S608  our own numbers
    log.run(
        f"insert into tied select source, target, sum({WHOLE}::hugeint // k), min(m), max(m) "  # noqa: S608
        f"from pair join size using (letter) where k <= {largest} group by source, target"
    )
    log.drop("pair", "size")


def _person(log: BigLog, ids: pd.Index) -> str:
    """Give the SQL of the id of somebody by code."""
    log.put("who", pd.DataFrame({"code": np.arange(len(ids)), "id": ids}))
    return "(select id from who where code = sent_to_code)"
