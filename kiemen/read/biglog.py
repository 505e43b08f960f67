"""Meeting and mail logs too large to hold: rows stay on disk with DuckDB, Python sees each different text once."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kiemen.i18n import mark
from kiemen.read.attendance import MOST_CELLS, commas_part, verdicts
from kiemen.read.columns import NO_TIME, OUTSIDE_WINDOW, date_column
from kiemen.read.crowd import identify
from kiemen.read.diskfile import DiskFile, NotSimpleError, connection, in_utf8, literal, mended
from kiemen.read.pairs import NO_NAME
from kiemen.read.roster import NAMES_OBJECTOR

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from kiemen.network import Network
    from kiemen.read.account import Account
    from kiemen.read.columns import Window

# From this size a log is added up on disk; below it, the road in memory tells more about each cell.
LARGE = 64 << 20
# Rows that are not used are listed one by one up to this many; the rest is counted.
LISTED = 100_000
# Up to this many different moments are read in every form that dates are written in.
MOMENTS = 1_000_000
MORE_CELLS = mark("more such cells, too many to list one by one")
# A weight of 1 in whole parts: sums of these are the same in any order, and on any number of threads.
WHOLE = 1 << 80
BLANKS = "' \t\r\n'"
QUOTED_BLANKS = "' \t\r\n\"'''"
NOBODY_THERE = -(1 << 62)
# So many rows are looked at together where every row counts: sets of more would go to disk.
SPAN = 1 << 23


@contextlib.contextmanager
def big_log(path: Path, account: Account, columns: Mapping[str, str | None]) -> Iterator[BigLog]:
    """Give a log on disk, with the table `log`: the number of every row, and the text in the columns that count.

    Raises `NotSimpleError` when rows have different numbers of cells or quotes do not close.
    """
    import duckdb

    head = account.table
    encoding = str(head.settings.get("encoding", "utf-8"))
    if head.kind != "parquet" and not head.settings.get("header_row"):
        raise NotSimpleError
    with in_utf8(path, encoding) as readable, connection(on_disk=True) as engine:
        latin = head.kind != "parquet" and not encoding.startswith("utf-")
        try:
            try:
                log = BigLog(DiskFile(engine, head, readable, latin=latin), account, columns)
            except duckdb.InvalidInputException as error:
                if "unicode" not in str(error).lower() and "utf-8" not in str(error).lower():
                    raise
                log = BigLog(DiskFile(engine, head, readable, latin=True), account, columns)
            settings = {**head.settings, "bytes": path.stat().st_size}
            account.table = replace(head, rows_total=int(log.one("select count(*) from log")), settings=settings)
            yield log
        except duckdb.Error:
            raise NotSimpleError from None


class BigLog:
    """The rows of one log on disk, and what became of them in its account."""

    def __init__(self, file: DiskFile, account: Account, columns: Mapping[str, str | None]) -> None:
        self.file, self.engine, self.account = file, file.engine, account
        above = int(file.head.settings.get("header_row", 1))
        made = [f"row_number() over () + {above} as row"]
        made += [f"{file.text(column) if column else literal('')} as {key}" for key, column in columns.items()]
        every = ", ".join(file.column(column) for column in file.head.frame.columns)
        made.append(f"trim(concat({every}), {BLANKS}) = '' as nothing")
        self.engine.execute("set preserve_insertion_order=true")
        self.run(
            f"create or replace table log as select * exclude nothing from "  # noqa: S608  names are quoted
            f"(select {', '.join(made)} from {file.scan}) where not nothing"
        )
        # What gives the rows that were set aside as a whole after they were placed in time.
        self.gone: list[str] = []

    def run(self, query: str) -> None:
        """Put a question that has no answer."""
        self.engine.execute(query)

    def drop(self, *tables: str) -> None:
        """Give back the room of tables that nothing needs any more."""
        for table in tables:
            self.run(f"drop table {table}")
        self.run("checkpoint")

    def spans(self) -> list[str]:
        """Give conditions that part the rows in spans which a set of rows in memory can hold."""
        last = int(self.one("select coalesce(max(row), 0) from placed"))
        return [f"row between {at} and {at + SPAN - 1}" for at in range(0, last + 1, SPAN)]

    def one(self, query: str) -> Any:
        """Give the one cell that is the answer."""
        return self.engine.execute(query).fetchone()[0]

    def columns(self, query: str) -> dict[str, Any]:
        """Give the answer as one array per column."""
        return {key: np.ma.filled(column) for key, column in self.engine.execute(query).fetchnumpy().items()}

    def texts(self, query: str) -> tuple[list[str], Any]:
        """Give the texts in the first column of an answer, and the second column."""
        raw, other = self.columns(query).values()
        return [str(text) for text in raw], other

    def read(self, raw: str) -> str:
        """Give a text as it was meant, whatever its bytes."""
        return mended(raw) if self.file.latin else raw

    def put(self, name: str, frame: pd.DataFrame) -> None:
        """Hand a small table to DuckDB: text and whole numbers."""
        text = [column for column in frame if not pd.api.types.is_integer_dtype(frame[column].dtype)]
        kinds = ", ".join(f"{column} {'varchar' if column in text else 'bigint'}" for column in frame)
        self.run(f"create or replace table {name} ({kinds})")
        self.engine.register("given", frame.astype(dict.fromkeys(text, "object")))
        self.run(f"insert into {name} select * from given")  # noqa: S608  our own names
        self.engine.unregister("given")

    def list_rows(
        self, rows: str, reason: str, *, column: str = "", value: str = "''", whole: bool = True, changed: bool = False
    ) -> None:
        """List `rows`, the rest of a query, in the ledger: the first one by one, the others by their number."""
        times = int(self.one(f"select count(*) {rows}"))
        if not times:
            return
        found = self.columns(f"select row, ({value})::varchar as value {rows} order by row limit {LISTED}")
        values = [] if value == "''" else [self.read(str(text)) for text in found["value"]]
        listed, more = found["row"].tolist(), times - len(found["row"])
        if changed:
            self.account.change(listed, reason, column=column, values=values)
        elif whole:
            self.account.set_aside(listed, reason, column=column, values=values)
            self.account.count_aside(more, reason, column=column)
        else:
            self.account.set_aside_cells(listed, reason, column=column, values=values)
        if more and (changed or not whole):
            self.account.remark(MORE_CELLS, column=column, values=[str(more)])

    def place(self, time: str | None, days: Window, others: Mapping[str, str] | None = None) -> None:
        """Make the table `placed`: every row with its moment `m`, and why it is set aside (0 when it is not).

        `others` gives the numbers of earlier reasons and when they hold; the caller lists those.
        """
        moment, joined = self._moments(time)
        cases = [f"when {when} then {number}" for number, when in (others or {}).items()]
        if days.bounded:
            days.note(self.account)
            cases.append("when m is null then 91")
            if days.first is not None:
                cases.append(f"when m < timestamp {literal(days.first)} then 90")
            if days.last is not None:
                cases.append(f"when m >= timestamp {literal(days.last + np.timedelta64(1, 'D'))} then 90")
        aside = f"case {' '.join(cases)} else 0 end" if cases else "0"
        self.run(
            f"create table placed as select *, {aside} as aside from "  # noqa: S608  names are quoted
            f"(select log.*, {moment} as m from log {joined})"
        )
        for number, reason in ((90, OUTSIDE_WINDOW), (91, NO_TIME)):
            self.list_rows(f"from placed where aside = {number}", reason)

    def _moments(self, time: str | None) -> tuple[str, str]:
        """Give the SQL of the moment of a row of `log`, and the table to join for it."""
        if time is None:
            return "null::timestamp", ""
        if int(self.one("select approx_count_distinct(time) from log")) > MOMENTS:
            moment, rule = self.file.moment(time, "time", "log")
            self.account.assume(f"date order of {time}", rule)
            return moment, ""
        raw, _ = self.texts("select time, count(*) from log group by time")
        texts = pd.Series([self.read(text) for text in raw], index=np.zeros(len(raw), dtype="int64"), dtype="str")
        times = date_column(self.account, time, texts)
        seconds = times.to_numpy().astype("datetime64[s]").astype("int64")
        seconds[times.isna().to_numpy()] = NOBODY_THERE
        self.put("clock", pd.DataFrame({"raw": raw, "second": seconds}))
        when = f"case when clock.second <> {NOBODY_THERE} then make_timestamp(clock.second * 1000000) end"
        return when, "join clock on clock.raw = log.time"

    def separator(self, column: str, rows: str, *, one_row_each: bool) -> str | None:
        """Give the sign that parts people in a column, as `list_separator` does."""
        found = self.columns(
            f"select count(*) as n, "  # noqa: S608  our own names
            f"count(*) filter (contains(trim(x, ' ;\n|'), ';')) as semicolons, "
            f"count(*) filter (contains(trim(x, ' ;\n|'), '\n')) as breaks, "
            f"count(*) filter (contains(trim(x, ' ;\n|'), '|')) as bars, "
            f"count(*) filter (length(x) - length(replace(x, '@', '')) > 1 and contains(x, ',')) as addresses, "
            f"count(*) filter (length(x) - length(replace(x, ',', '')) >= 2) as commas "
            f"from (select {column} as x from {rows}) where trim(x, {BLANKS}) <> ''"
        )
        counts = {key: int(value[0]) for key, value in found.items()}
        for sign, key in ((";", "semicolons"), ("\n", "breaks"), ("|", "bars")):
            if counts[key]:
                return sign
        commas = one_row_each and counts["n"] and counts["commas"] / counts["n"] > 0.3
        if counts["addresses"] or commas:
            return ","
        return "," if one_row_each and self._commas_part(column, rows) else None

    def _commas_part(self, column: str, rows: str) -> bool:
        query = f"select distinct {column} as x, 0 from {rows} where contains({column}, ',') order by x"  # noqa: S608
        raw, _ = self.texts(f"{query} limit {MOST_CELLS}")
        return commas_part(self.read(text) for text in raw)

    @staticmethod
    def people_in(column: str, separator: str | None) -> str:
        """Give the SQL of the list of people in a cell, one blank where there is nobody."""
        if separator is None:
            return f"[{column}]"
        pattern = "'[;\n]'" if separator == ";" else literal("[" + separator + "]")
        parts = f"list_filter(regexp_split_to_array({column}, {pattern}), lambda x: trim(x, {QUOTED_BLANKS}) <> '')"
        cleaned = f"list_transform({parts}, lambda x: trim(trim(x, {BLANKS}), '\"'''))"
        return f"case when len({parts}) = 0 then [''] else {cleaned} end"

    def sort_out(self, table: str, who: str, column: str, exclude: Iterable[str], known: Sequence[str]) -> None:
        """Set aside rooms, lists and robots in column `who` of a table, and keep its other rows."""
        raw, _ = self.texts(f"select {who}, count(*) from {table} group by {who}")  # noqa: S608  our own names
        names = [self.read(text) for text in raw]
        found = verdicts(names, exclude, known)
        reasons = sorted(set(found.values()) - {""})
        if not reasons:
            return
        whole = self.unique(table)
        numbers = np.array([reasons.index(found[name]) + 1 if found[name] else 0 for name in names], dtype="int64")
        self.put("sorted_out", pd.DataFrame({"raw": raw, "why": numbers}))
        self._part(table, who, column, reasons, whole=whole)

    def unique(self, table: str) -> bool:
        """Say whether every row stands in a table once."""
        once = "select count(*) = count(distinct row) from"
        return all(self.one(f"{once} {table} where {span}") for span in self.spans())

    def _part(self, table: str, who: str, column: str, reasons: Sequence[str], *, whole: bool) -> None:
        """List the rows of a table that `sorted_out` gives a reason, and keep the others."""
        for number, reason in enumerate(reasons, start=1):
            rows = f"from {table} join sorted_out on raw = {who} where why = {number}"
            value = "''" if reason in {NAMES_OBJECTOR, NO_NAME} else who
            self.list_rows(rows, reason, column=column, value=value, whole=whole)
        if whole:
            kept = f"whole_{len(self.gone)}"
            self.run(
                f"create table {kept} as select row from {table} join sorted_out on raw = {who} "  # noqa: S608
                f"where why > 0"
            )
            self.gone.append(f"select row from {kept}")  # noqa: S608  our own names
        self.run(
            f"create or replace table {table} as select {table}.* "  # noqa: S608  our own names
            f"from {table} join sorted_out on raw = {who} where why = 0"
        )

    def recognise(
        self, table: str, columns: Mapping[str, str], roster: Network | None, decisions: Any = None
    ) -> tuple[pd.DataFrame, list[str]]:
        """Give everybody there is and the ids by code; the columns `who` of a table get the codes of the people.

        `columns` says how each column is called in the file. Rows in which nobody can be made of a name are listed.
        """
        raws = {who: self.texts(f"select {who}, count(*) from {table} group by {who}") for who in columns}  # noqa: S608
        written, times = {}, []
        for who, column in columns.items():
            names = [self.read(text) for text in raws[who][0]]
            written[column] = pd.Series(names, index=np.zeros(len(names), dtype="int64"), dtype="str")
            times.append(raws[who][1])
        counts = pd.Series(np.concatenate(times), dtype="int64")
        found = identify(written, self.account, roster=roster, decisions=decisions, times=counts)
        ids = sorted({person for column in columns.values() for person in found.ids[column]} - {""})
        place = {person: at for at, person in enumerate(ids)}
        whole = self.unique(table)
        for who, column in columns.items():
            reasons = [
                "" if person else (reason or NO_NAME)
                for person, reason in zip(found.ids[column], found.reason(column), strict=True)
            ]
            told = sorted(set(reasons) - {""})
            numbers = np.array([told.index(reason) + 1 if reason else 0 for reason in reasons], dtype="int64")
            self.put("sorted_out", pd.DataFrame({"raw": raws[who][0], "why": numbers}))
            if told:
                self._part(table, who, column, told, whole=whole)
            codes = np.array([place.get(person, -1) for person in found.ids[column]], dtype="int64")
            self.put(f"code_{who}", pd.DataFrame({"raw": raws[who][0], "code": codes}))
        joined = " ".join(f"join code_{who} on code_{who}.raw = {table}.{who}" for who in columns)
        made = ", ".join(f"code_{who}.code as {who}_code" for who in columns)
        texts = ", ".join(columns)
        self.run(
            f"create or replace table {table} as select {table}.* exclude ({texts}), {made} "  # noqa: S608  our own names
            f"from {table} {joined}"
        )
        self.run("checkpoint")
        return found.people, ids

    def settle(self, table: str, reason: str) -> None:
        """List rows of which no part was used."""
        used = [f"select row from {table}", *self.gone]  # noqa: S608  our own names
        self.run("create table left_over (row bigint)")
        for span in self.spans():
            gone = " ".join(f"and row not in (select row from ({rows}) where {span})" for rows in used)  # noqa: S608
            self.run(f"insert into left_over select row from placed where aside = 0 and {span} {gone}")  # noqa: S608
        self.list_rows("from left_over", reason)
        self.drop("left_over", "placed")
