"""A dry run: what would be read from a file, what is doubtful, and what to mend first."""

from __future__ import annotations

import contextvars
import importlib
import inspect
import warnings
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

import pandas as pd

from kiemen._checks import check_choice, did_you_mean
from kiemen.errors import DoubtfulInputWarning, InputError, KiemenError, KiemenWarning
from kiemen.i18n import mark, plural, resolve_language, set_language, text
from kiemen.network import Network
from kiemen.read.crowd import UNSURE
from kiemen.read.decisions import decision_map
from kiemen.read.kinds import KINDS, kind_of
from kiemen.read.namebook import NameBook
from kiemen.read.names import gathered
from kiemen.read.rawtable import Reading
from kiemen.read.refusals import in_language
from kiemen.read.roster import as_roster, lookup_of
from kiemen.read.surveywork import opened_survey
from kiemen.results import Fact, Provenance, Result

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kiemen.read.names import NameMatches

MODULES = {"graph": "kiemen.read.graphs", "network": "kiemen.read.networkfile"}
MEND, LOOK, KNOW = "mend", "look at", "know"
# How what was assumed begins where a column or part follows.
STARTS = (
    mark("column for "),
    mark("decimal sign of "),
    mark("date order of "),
    mark("name fields of "),
    mark("answers read as "),
    mark("weights of "),
    mark("ratings of "),
    mark("sign between people in "),
    mark("percentages in "),
)
ABOUT_CELLS = (*STARTS[1:3], STARTS[-1])
# What else is assumed, and the parts and choices that are named; the readers write them as plain words.
WORDS_SAID = (
    mark("separator"), mark("semicolon"), mark("comma"), mark("tab"), mark("encoding"), mark("sheet"),
    mark("direction"),
    mark("directed"), mark("undirected"), mark("window"), mark("respondent"), mark("respondents"), mark("anonymous"),
    mark("survey tool"), mark("response"), mark("items found by their answers"), mark("scale of the answers"),
    mark("answer codes"), mark("words"), mark("person"), mark("name"), mark("email"), mark("token"), mark("department"),
    mark("team"), mark("level"), mark("role"), mark("job"), mark("location"), mark("manager"), mark("organisation"),
    mark("hired"), mark("hours"), mark("tenure"), mark("source"), mark("target"), mark("weight"), mark("relation"),
    mark("wave"), mark("initiative"), mark("since"), mark("until"), mark("event"), mark("time"), mark("sender"),
    mark("recipients"), mark("consent"), mark("opt_out"), mark("asks"), mark("offers"), mark("day-month-year"),
    mark("month-day-year"), mark("year-month-day"), mark("decimal comma"), mark("decimal point"),
    mark("commas in names"), mark("the surname comes first"), mark("columns by their position"), mark("organizer"),
    mark("clock"), mark("columns that are initiatives"), mark("several initiatives in one cell"),
    mark("parted at semicolons and line breaks"), mark("text of messages"), mark("not used and not kept"),
    mark("anonymous; every row is a person of its own"), mark("set aside"), mark("changed"), mark("doubtful"),
)  # fmt: skip
KIND_WORDS = (
    mark("roster"), mark("survey"), mark("ties"), mark("memberships"), mark("meetings"), mark("mail"), mark("graph"),
    mark("viva"), mark("network"), mark("adoptions"), mark("events"), mark("initiatives"),
)  # fmt: skip
ROWS_SHOWN = 8
VALUES_SHOWN = 5


@dataclass(frozen=True, repr=False, eq=False)
class CheckResult(Result):
    """What a file would give, and what to do about it.

    Parameters
    ----------
    table
        One row per finding: urgency ("mend": it cannot be read like this; "look at": used or set aside, but doubtful;
        "know": what was assumed), what, column, rows (as the spreadsheet shows them), times, values.
    settings
        The settings it was read with.
    provenance
        Where it came from.
    facts
        Nothing here.
    headline
        What would be read.
    cautions
        What must be mended.
    network
        What would be read, None when it cannot be.
    names
        How every name in a survey was matched, of another source the names that are not certain; with the review list.
        None where there is nothing to decide.
    language
        Language of the table.
    again
        Tells the same in another language.

    Examples
    --------
    >>> import pandas as pd
    >>> from kiemen import check_file
    >>> print(check_file(pd.DataFrame({"van": ["An"], "naar": ["Bram"]}), language="en").summary().splitlines()[1])
    table: rows read: 1, used: 1, set aside: 0.
    """

    _title: ClassVar[str] = mark("Check")
    _plot: ClassVar[str] = "plot_findings"

    network: Network | None = None
    names: NameMatches | None = None
    language: str = "en"
    again: Callable[[str], CheckResult] | None = None

    @property
    def ok(self) -> bool:
        """Whether the file can be read as it is."""
        return self.network is not None

    def summary(self, language: str | None = None) -> str:
        """Give the findings in plain words: what would be read, what to mend, what to look at, what was assumed.

        Parameters
        ----------
        language
            "nl", "en" or None for the language the check was made in.

        Returns
        -------
        str
            Some lines, rows numbered as the spreadsheet shows them.
        """
        chosen = self.language if language is None else resolve_language(language)
        if chosen != self.language and self.again is not None:
            return self.again(chosen).summary()
        parts = ["\n".join(fact.say(chosen) for fact in self.headline)]
        for urgency, title in (
            (MEND, mark("To mend first:")),
            (LOOK, mark("To look at:")),
            (KNOW, mark("Assumed, because nobody said:")),
        ):
            rows = self.table[self.table["urgency"] == urgency]
            if len(rows):
                parts.append("\n".join([text(title, chosen), *(_line(row, chosen) for row in rows.to_dict("records"))]))
        if self.names is not None and len(review := self.names.review()):
            parts.append(
                plural(
                    "{n} name is not certain. Save the list (--review names.csv; in Python .names.write_review) and "
                    "fill in the column 'decision'.",
                    "{n} names are not certain. Save the list (--review names.csv; in Python .names.write_review) and "
                    "fill in the column 'decision'.",
                    len(review),
                    chosen,
                )
            )
        return "\n\n".join(parts)


def check_file(source: Any, /, *, kind: str | None = None, language: str | None = None, **options: Any) -> CheckResult:
    """Try to read a file and tell what would come of it.

    Answers: "Can I use this export as it is, and if not, what must I mend?" Nothing is kept or written. All faults
    are told at once, with the row numbers a spreadsheet shows.

    Parameters
    ----------
    source
        A file or frame.
    kind
        "survey", "roster", "ties", "memberships", "meetings", "mail", "graph", "viva", "adoptions", "events",
        "initiatives" or "network"; None judges by the columns, and says so.
    language
        "nl" or "en"; None takes the session's.
    **options
        Arguments of the function that reads this kind, such as `roster=`, `respondent=` or `sheet=`.

    Returns
    -------
    CheckResult
        `.table` has one row per finding and the columns

        urgency : str  - "mend", "look at" or "know"
        what : str     - the finding in words
        column : str   - where it is, "" for the whole file
        rows : str     - up to eight row numbers
        times : int    - how often
        values : str   - up to five examples

        `.summary()` says it in words; `.network` is what would be read, None when it cannot be; `.names` holds the
        names with their review list.

    Raises
    ------
    InputError
        If `kind` or an option does not exist. What is wrong with the file itself is told, not raised.

    Examples
    --------
    >>> import pandas as pd
    >>> from kiemen import check_file
    >>> found = check_file(pd.DataFrame({"van": ["An", "An"], "naar": ["Bram", ""]}), language="en")
    >>> found.ok, found.table.loc[found.table["urgency"] == "look at", "rows"].tolist()
    (True, ['3'])
    """
    if kind is not None:
        check_choice("kind", kind, KINDS)
    reading = {key: value for key, value in options.items() if key in Reading.__annotations__}
    settings = {"kind": kind, **{key: _shown(value) for key, value in options.items()}}
    # In a context of its own, so that the language of the session stays what it was.
    return contextvars.copy_context().run(
        _check, source, kind, resolve_language(language), options=options, reading=reading, settings=settings
    )


def _shown(value: Any) -> str:
    return type(value).__name__ if isinstance(value, (Network, pd.DataFrame)) else str(value)


def _check(
    source: Any,
    kind: str | None,
    language: str,
    *,
    options: Mapping[str, Any],
    reading: dict[str, Any],
    settings: Mapping[str, Any],
) -> CheckResult:
    set_language(language)
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("ignore")
        warnings.simplefilter("always", KiemenWarning)
        try:
            chosen = kind or _fitting(kind_of(source, reading), options)
            network, names = _read(source, chosen, options)
        except KiemenError as error:
            if isinstance(error, _WrongOptionError):
                raise InputError(str(error)) from None
            return _refused(error, settings, language)
    # What was assumed and doubted stands in the ledger; other warnings are told as they came.
    others = [str(one.message) for one in said if not issubclass(one.category, DoubtfulInputWarning)]
    tell = partial(_found, network, names, {**settings, "kind": chosen, "judged": kind is None}, others)
    return tell(language)


class _WrongOptionError(InputError):
    """An option that the reader does not have: the caller's slip, not the file's."""


def _reader(kind: str) -> tuple[Callable[..., Network], list[str]]:
    """Give the function that reads this kind and the names of its arguments."""
    module = importlib.import_module(MODULES.get(kind, f"kiemen.read.{kind}"))
    read: Callable[..., Network] = getattr(module, f"read_{kind}")
    known = [name for name in list(inspect.signature(read).parameters)[1:] if name != "reading"]
    return read, [*known, *Reading.__annotations__]


def _fitting(kind: str, options: Mapping[str, Any]) -> str:
    """Give the kind judged by the columns, or else the first that has all the options."""
    for one in (kind, "survey", *KINDS):
        if set(options) <= set(_reader(one)[1]):
            return one
    return kind


def _read(source: Any, kind: str, options: Mapping[str, Any]) -> tuple[Network, NameMatches | None]:
    read, known = _reader(kind)
    for name in options:
        if name not in known:
            raise _WrongOptionError(f"{read.__name__} has no {name!r}.{did_you_mean(name, known)}")
    if kind != "survey":
        people = as_roster(options.get("roster"))
        if people is None:
            return read(source, **options), None
        network = read(source, **{**options, "roster": people})
        return network, _unsure(network, people, options.get("decisions"))
    reading = {name: value for name, value in options.items() if name in Reading.__annotations__}
    survey = opened_survey(source, {**options, "reading": reading})
    network = survey.network(stacklevel=3)
    return network, survey.matches(network)


def _unsure(network: Network, people: Network, decisions: Any) -> NameMatches | None:
    """Give the names that were set aside because it is not certain who on the roster is meant; None without any."""
    rows = network.ledger[network.ledger["reason"] == UNSURE]
    if rows.empty:
        return None
    places = [
        f"{text('row')} {row:.0f}, {column}" if row > 0 else column
        for row, column in zip(rows["row"].astype("float64"), rows["column"], strict=True)
    ]
    book = NameBook(lookup_of(people), decisions=decision_map(decisions))
    return gathered(book, list(rows["value"]), places, network)


def _refused(error: KiemenError, settings: Mapping[str, Any], language: str) -> CheckResult:
    """Give the result for a file that cannot be read: every fault in a row of its own."""
    faults = [line.strip().removeprefix("- ") for line in str(error).splitlines() if line.strip()]
    listed = faults[1:] if len(faults) > 1 and faults[0].endswith("faults") else faults
    table = pd.DataFrame(
        {
            "urgency": MEND,
            "what": [in_language(line, language) for line in listed],
            "column": "",
            "rows": "",
            "times": 1,
            "values": "",
        },
        columns=["urgency", "what", "column", "rows", "times", "values"],
    )
    told = plural(
        "The file cannot be read as it is: {n} thing must be mended.",
        "The file cannot be read as it is: {n} things must be mended.",
        len(listed),
        language,
    )
    headline = (Fact(mark("{told}"), {"told": told}),)
    made = Provenance.of(Network.from_frames(), function="check_file", settings=settings)
    again = partial(_refused, error, settings)
    return CheckResult(table, settings, made, {}, headline, headline, language=language, again=again)


def _found(
    network: Network,
    names: NameMatches | None,
    settings: Mapping[str, Any],
    others: list[str],
    language: str,
) -> CheckResult:
    rows = _doubts(network, language)
    rows += [_row(LOOK, message) for message in others]
    rows += [
        _row(KNOW, f"{one.source}: {_assumed(str(one.subject), str(one.choice), language)}")
        for one in network.assumptions.itertuples()
    ]
    if settings["judged"]:
        rows.append(
            _row(KNOW, text("the file was taken as: {kind}", language, kind=text(str(settings["kind"]), language)))
        )
    table = pd.DataFrame(rows, columns=["urgency", "what", "column", "rows", "times", "values"])
    headline = tuple(Fact(mark("{told}"), {"told": line}) for line in _holdings(network, language))
    made = Provenance.of(network, function="check_file", settings=settings)
    again = partial(_found, network, names, settings, others)
    return CheckResult(
        table, settings, made, {}, headline, (), network=network, names=names, language=language, again=again
    )


def _holdings(network: Network, language: str | None) -> list[str]:
    """Say what would be read."""
    told_rows = mark("{source}: rows read: {read}, used: {used}, set aside: {aside}.")
    lines = [
        text(
            told_rows,
            language,
            source=str(source),
            read=int(row["rows_read"]),
            used=int(row["rows_used"]),
            aside=int(row["rows_set_aside"]),
        )
        for source, row in network.sources.iterrows()
    ]
    return [network.summary(language).split("\n\n")[0], *lines]


def _doubts(network: Network, language: str | None) -> list[dict[str, Any]]:
    """Give one row per kind of doubt and column from the ledger; what was merely put in another form comes last."""
    ledger = network.ledger
    made = []
    for (action, reason, column), group in ledger.groupby(["action", "reason", "column"], sort=True):
        rows = sorted({int(row) for row in group["row"].dropna() if row > 0})
        values = [value for value in dict.fromkeys(group["value"]) if value]
        what = ": ".join(_said(str(part), language) for part in (action, reason) if str(part))
        made.append(
            {
                "urgency": KNOW if action == "changed" else LOOK,
                "what": what,
                "column": str(column),
                "rows": ", ".join(map(str, rows[:ROWS_SHOWN])) + (" …" if len(rows) > ROWS_SHOWN else ""),
                "times": len(group),
                "values": "; ".join(values[:VALUES_SHOWN]),
            }
        )
    return made


def _said(message: str, language: str | None) -> str:
    """Give a message in the language; a text from the file may hold braces and is left as it is."""
    return message if "{" in message or "}" in message else text(message, language)


def _assumed(subject: str, choice: str, language: str | None) -> str:
    """Give what was assumed in the language; names of columns stay as they are."""
    for start in STARTS:
        if subject.startswith(start):
            about = f"{text(start, language)}{_said(subject.removeprefix(start), language)}"
            return f"{about}: {_said(choice, language) if start in ABOUT_CELLS else choice}"
    return f"{_said(subject, language)}: {_said(choice, language)}"


def _row(urgency: str, what: str) -> dict[str, Any]:
    return {"urgency": urgency, "what": what, "column": "", "rows": "", "times": 1, "values": ""}


def _line(row: dict[Any, Any], language: str | None) -> str:
    place = [text("column {column}", language, column=repr(row["column"]))] if row["column"] else []
    if row["rows"]:
        place.append(plural("row {rows}", "rows {rows}", 2 if "," in row["rows"] else 1, language, rows=row["rows"]))
    where = f" ({', '.join(place)})" if place else ""
    times = f" × {row['times']}" if row["times"] > 1 else ""
    values = f": {row['values']}" if row["values"] else ""
    return f"- {row['what']}{times}{where}{values}"
