"""Columns of dates and times: one rule for the whole column, never a guess per cell."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

DAY_FIRST, MONTH_FIRST, ISO = "day-month-year", "month-day-year", "year-month-day"
SERIAL, SECONDS, MILLISECONDS = "Excel day numbers", "seconds since 1970", "milliseconds since 1970"

MONTHS = {
    "jan": 1, "januari": 1, "january": 1, "feb": 2, "februari": 2, "february": 2, "febr": 2,
    "mrt": 3, "maart": 3, "mar": 3, "march": 3, "maa": 3, "apr": 4, "april": 4, "mei": 5, "may": 5,
    "jun": 6, "juni": 6, "june": 6, "jul": 7, "juli": 7, "july": 7, "aug": 8, "augustus": 8, "august": 8,
    "sep": 9, "sept": 9, "september": 9, "okt": 10, "oktober": 10, "oct": 10, "october": 10,
    "nov": 11, "november": 11, "dec": 12, "december": 12,
}  # fmt: skip
_WEEKDAY = (
    r"(?:(?:ma|di|wo|do|vr|za|zo|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|mon|tue|wed|thu|fri|sat|sun"
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\.?,?\s+)?"
)
_TIME = (
    r"(?:(?:[t ,]|\s+(?:om|at|-)\s+|\s+)+(?P<hour>\d{1,2})[:.h](?P<minute>\d{2})(?:[:.](?P<second>\d{2}))?(?:[.,]\d+)?"
    r"\s*(?:uur|u)?\s*(?P<half>[ap]\.?m\.?)?\s*(?:z|utc|gmt|(?P<offset>[+-]\d{2}:?(?:\d{2})?))?)?"
)
_YEAR_FIRST = rf"^(?P<year>\d{{4}})(?P<sign>[-/.])(?P<month>\d{{1,2}})(?P=sign)(?P<day>\d{{1,2}}){_TIME}$"
_YEAR_LAST = (
    rf"^{_WEEKDAY}(?P<one>\d{{1,2}})(?P<sign>[-/. ])\s?(?P<two>\d{{1,2}})(?P=sign)\s?"
    rf"(?P<year>\d{{4}}|\d{{2}}){_TIME}$"
)
_WORD_MONTH = (
    rf"^{_WEEKDAY}(?P<day>\d{{1,2}})(?:e|st|nd|rd|th)?[-/. ]+(?P<word>[a-z]{{3,9}})\.?[-/., ]+"
    rf"(?P<year>\d{{4}}|\d{{2}}){_TIME}$"
)
_MONTH_WORD = (
    rf"^{_WEEKDAY}(?P<word>[a-z]{{3,9}})\.?[-/. ]+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[-/., ]+(?P<year>\d{{4}}){_TIME}$"
)
_COMPACT = (
    r"^(?P<year>(?:19|20)\d{2})(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])"
    r"(?:t?(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})?z?)?$"
)
_YEAR_MONTH = r"^(?P<year>(?:19|20)\d{2})[-/](?P<month>0?[1-9]|1[0-2])$"
_WORD_YEAR = r"^(?P<word>[a-z]{3,9})\.?[-/., ]+(?P<year>(?:19|20)\d{2})$"
_YEAR = r"^(?P<year>(?:19|20)\d{2})$"
# Forms in which day and month cannot change places.
_UNDOUBTED = (
    (_YEAR_FIRST, ISO),
    (_COMPACT, ISO),
    (_WORD_MONTH, DAY_FIRST),
    (_MONTH_WORD, MONTH_FIRST),
    (_YEAR_MONTH, "year-month, read as its first day"),
    (_WORD_YEAR, "month and year, read as its first day"),
    (_YEAR, "year, read as its first day"),
)
_NUMBER = r"^\d+(?:[.,]\d+)?$"


@dataclass(frozen=True)
class Dates:
    """A column read as dates.

    `times` are NaT where blank or not a date; `rule` names the order that was taken; `wrong` marks cells that hold
    no date under that rule; `ambiguous` says that day and month could change places in every cell of the column.
    """

    times: pd.Series[pd.Timestamp]
    rule: str
    wrong: pd.Series[bool]
    ambiguous: bool


def read_dates(values: pd.Series[str], *, day_first: bool | None = None, date_1904: bool = False) -> Dates:
    """Read a text column as dates and times; `day_first` states the order instead of finding it in the column."""
    codes, unique = pd.factorize(values)
    counts = pd.Series(np.bincount(codes, minlength=len(unique)))
    texts = pd.Series(unique, dtype="str").str.strip().str.casefold().str.replace(r"[\s\u00a0]+", " ", regex=True)
    made = pd.Series(np.datetime64("NaT", "s"), index=texts.index, dtype="datetime64[s]")
    rules: list[str] = []
    for pattern, rule in _UNDOUBTED:
        found = texts[made.isna()].str.extract(pattern)
        found = found[found["year"].notna()]
        if found.empty:
            continue
        got = _assembled(found, _month_of(found), found.get("day"))
        if got.notna().any():
            made = made.fillna(got)
            rules.append(rule)
    order, ambiguous = _year_last(texts, made, counts, day_first=day_first)
    if order:
        rules.append(order)
    numeric = _numeric(texts, made, date_1904=date_1904)
    if numeric:
        rules.append(numeric)
    wrong = made.isna() & (texts != "")
    return Dates(
        pd.Series(made.to_numpy()[codes], index=values.index, dtype="datetime64[s]"),
        " and ".join(dict.fromkeys(rules)) or ISO,
        pd.Series(wrong.to_numpy()[codes], index=values.index, dtype=bool),
        ambiguous,
    )


def _month_of(found: pd.DataFrame) -> pd.Series[float]:
    if "word" in found:
        return found["word"].map(MONTHS)
    return pd.to_numeric(found["month"]) if "month" in found else pd.Series(1.0, index=found.index)


def _year_last(
    texts: pd.Series[str], made: pd.Series, counts: pd.Series, *, day_first: bool | None
) -> tuple[str, bool]:
    """Fill dates that end in the year; whether the day comes first is decided over all of them together."""
    found = texts[made.isna()].str.extract(_YEAR_LAST)
    present = found["year"].notna()
    if not present.any():
        return "", False
    one, two = pd.to_numeric(found["one"]), pd.to_numeric(found["two"])
    days_first = int(counts[one.index[(one > 12) & (two <= 12)]].sum())
    months_first = int(counts[two.index[(two > 12) & (one <= 12)]].sum())
    ambiguous = day_first is None and days_first == 0 and months_first == 0 and bool(((one != two) & present).any())
    if day_first is None:
        american = found["half"].notna().any() and (found["sign"] == "/").any()
        day_first = days_first >= months_first if days_first or months_first else not american
    day, month = (one, two) if day_first else (two, one)
    got = _assembled(found, month, day)
    made.loc[got.index] = got
    return (DAY_FIRST if day_first else MONTH_FIRST), ambiguous


def _assembled(found: pd.DataFrame, month: pd.Series, day: pd.Series | None) -> pd.Series:
    """Put the parts of a date together; impossible dates and times are NaT."""
    year = pd.to_numeric(found["year"], errors="coerce")
    short = found["year"].str.len() == 2
    year = year.where(~short, np.where(year < 70, year + 2000, year + 1900))
    nothing = pd.Series(np.nan, index=found.index, dtype="str")
    hour = pd.to_numeric(found.get("hour", nothing), errors="coerce").fillna(0)
    if "half" in found:
        afternoon = found["half"].str.startswith("p").fillna(False).astype(bool)
        morning = found["half"].str.startswith("a").fillna(False).astype(bool)
        hour = hour.where(~(afternoon & (hour < 12)), hour + 12).where(~(morning & (hour == 12)), 0)
    minute = pd.to_numeric(found.get("minute", nothing), errors="coerce").fillna(0)
    second = pd.to_numeric(found.get("second", nothing), errors="coerce").fillna(0)
    days_of = pd.to_numeric(day) if isinstance(day, pd.Series) else pd.Series(1.0, index=found.index)
    parts = pd.DataFrame({"year": year, "month": pd.to_numeric(month), "day": days_of})
    possible = parts.notna().all(axis=1) & parts["year"].between(1900, 2200)
    possible &= (hour < 24) & (minute < 60) & (second < 61)
    days = pd.to_datetime(parts[possible].astype("int64"), errors="coerce").astype("datetime64[s]")
    clock = (hour * 3600 + minute * 60 + second).astype("int64").astype("timedelta64[s]")
    return (days.reindex(found.index) + clock).astype("datetime64[s]")


def _numeric(texts: pd.Series[str], made: pd.Series, *, date_1904: bool) -> str:
    """Fill numbers that stand for days or seconds, if the whole column holds nothing else that is a date."""
    numbers = texts[made.isna()]
    numbers = numbers[numbers.str.match(_NUMBER)]
    if numbers.empty or made.notna().any():
        return ""
    values = numbers.str.replace(",", ".").astype("float64")
    for low, high, rule in ((20_000, 80_000, SERIAL), (3e8, 5e9, SECONDS), (3e11, 5e12, MILLISECONDS)):
        if values.between(low, high).all():
            start = "1970-01-01" if rule != SERIAL else "1904-01-01" if date_1904 else "1899-12-30"
            unit = 86_400 if rule == SERIAL else 1 if rule == SECONDS else 0.001
            seconds = np.round(values.to_numpy() * unit).astype("timedelta64[s]")
            made.loc[values.index] = np.datetime64(start, "s") + seconds
            return rule
    return ""
