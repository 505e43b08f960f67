"""The sections of the analyst's report: each result told in the same way, finding first."""

from __future__ import annotations

import importlib
import inspect
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kiemen.i18n import mark, text
from kiemen.plots.maps import plot_network
from kiemen.plots.rows import in_a_row
from kiemen.report.captions import how_to_read, map_caption
from kiemen.report.content import SMALLEST_GAIN, Drawing, Section, Sheet
from kiemen.report.findings import MARKED_SHARE, course_of
from kiemen.report.plain import one_model_line, unproven
from kiemen.report.share import WITHIN, share_line
from kiemen.report.sizes import figure_size, narrow_size
from kiemen.report.words import (
    LEDGER_COLUMNS,
    LEGENDS,
    WORD_COLUMNS,
    bridges_counted,
    column_name,
    worded,
    worded_choice,
    worded_settings,
    worded_subject,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable

    from kiemen.report.findings import Findings
    from kiemen.results import Result

# Walls drawn on the map; more would hide it, and the section on walls has them all.
MOST_WALLS = 5
MOST_REASONS = 3
# What a fact holds that tells where two people work.
WHERE = ({"one", "other", "here", "there"}, {"group"})
ROWS_ON_PAGE = 40
FEW_DOTS = 3
FEW_ROWS, FEWEST_RANKED = 5, 3
EVERYTHING = ("open", "team", "analyst")
# How the words of the ledger and of what was assumed are put into the language.
LEDGER_WORDS = {
    "part": worded,
    "action": worded,
    "reason": worded,
    "subject": worded_subject,
    "choice": worded_choice,
    "settings": worded_settings,
}

# Part: short name in the contents, title, what the section is about.
TITLES = {
    "adopters": (
        mark("Early adopters"),
        mark("Who already tries, or is ready to try"),
        mark(
            "Propensity says how strongly survey answers, behaviour and nominations point to somebody. It is a "
            "rank with a margin, not a judgement of a person, and position in the network is no part of it."
        ),
    ),
    "bridges": (
        mark("Bridges"),
        mark("Who connects people and groups that would otherwise be apart"),
        mark("A bridge is an opportunity and a burden: ask before you add to it."),
    ),
    "walls": (
        mark("Walls"),
        mark("Between which groups there are fewer ties than chance would give"),
        mark(
            "Chance here keeps everybody's number of ties and shuffles with whom; only what is rarer than that is a "
            "wall. A wall stands out where even groups that keep to themselves as much as these two have more ties."
        ),
    ),
    "patterns": (
        mark("Blocking patterns"),
        mark("What keeps new behaviour out"),
        mark("Patterns are about structures and groups, never about a single person."),
    ),
    "ingredients": (
        mark("Six ingredients"),
        mark("Spark, oxygen, matches, fuel, stoking, pokers: what is there and what is missing"),
        mark(
            "Spark: the first people. Oxygen: room to be heard and to do things differently. Matches: showing that it "
            "works. Fuel: everyday encounters with initiators and other groups. Stoking: doing, with daily relevance. "
            "Pokers: allies who stoke along."
        ),
    ),
    "suggestions": (
        mark("Suggestions"),
        mark("Who could be brought together"),
        mark("A suggestion is an invitation that both may decline; the reason is meant to be said aloud."),
    ),
    "meetings": (mark("Meetings"), mark("Small meetings worth organising"), ""),
    "invitations": (mark("Invitations"), mark("Whom to invite to stoke along"), ""),
    "forecast": (
        mark("Forecast"),
        mark("Straw fire or running fire: growth with and without the suggestions"),
        mark(
            "A running fire goes on by itself; a straw fire flares up among a few and dies. It is simulated in many "
            "worlds, each one run of a model; a period is a step of that model, not a month. The model is an "
            "assumption that you can see and change, not something these data prove."
        ),
    ),
}


# Columns with ids of people, shown by name.
PEOPLE_COLUMNS = ("person", "other", "source", "target", "a", "b", "via", "introducer", "invited_by")

# Columns with the chance of a finding under chance alone, which is never nothing.
CHANCES = ("p", "q")
# Columns with shares between 0 and 1.
SHARES = ("spark", "oxygen", "matches", "fuel", "stoking", "pokers", "survives", "acceptance", "coverage", "top10")

# What the page shows of each table; the workbook has every column.
COLUMNS_ON_PAGE = {
    "adopters": ("person", "group", "rank", "rank_low", "rank_high", "reason"),
    "bridges": ("person", "group", "score", "groups", "demand", "overloaded", "reason"),
    "walls": ("group", "other", "observed", "expected", "q", "wall", "strong", "reason"),
    "patterns": ("kind", "group", "evidence", "action"),
    "ingredients": ("group", "people", "spark", "oxygen", "matches", "fuel", "stoking", "pokers", "missing"),
    "suggestions": ("person", "other", "via", "gain", "acceptance", "value", "survives", "reason"),
    "meetings": ("people", "size", "adopters", "new_ties", "gain", "reason"),
    "invitations": ("person", "kind", "invited_by", "via", "gain", "reason"),
    "forecast": ("period", "mean", "low", "high", "after_mean", "after_low", "after_high", "gain"),
}

MARKED = mark(
    "{n:Marked as an early adopter is the person|Marked as early adopters are the # people} with the strongest "
    "indication. That number was chosen for drawing; it is not a finding."
)
MARKED_AS_STATED = mark(
    "{n:Marked as an early adopter is the person|Marked as early adopters are the # people} with the strongest "
    "indication, since {share:.0%} of the colleagues are taken to be early adopters. Simulations begin with as many, "
    "drawn anew each time: the stronger the indication, the likelier."
)
# How many are marked in all would tell of somebody who did not agree to be named, where few did not.
MARKED_OF_THE_NAMED = mark(
    "Marked as an early adopter: who agreed to be named and is among the {share:.0%} of the colleagues with the "
    "strongest indication."
)


def result_section(findings: Findings, part: str) -> Section:
    """Give the section of one result: finding, picture, table with reasons, and what limits the reading."""
    result = findings.results[part]
    language = findings.language
    short, title, intro = TITLES[part]
    named = part != "bridges" or findings.may_name_bridges
    return Section(
        key=part,
        short=text(short, language),
        title=text(title, language),
        intro=text(intro, language) if intro else "",
        lead=(*(fact.say(language) for fact in result.headline), *_line(findings, part)),
        cautions=tuple(fact.say(language) for fact in result.cautions),
        figures=tuple(drawings(findings, part)) if named else (),
        tables=(result_sheet(findings, part),) if named else (),
    )


def _line(findings: Findings, part: str) -> tuple[str, ...]:
    """Say where the stated share cuts the ranking, and how the figures of a forecast relate to those of the plan."""
    said = one_model_line(findings.results, findings.language) if part == "forecast" else ""
    if part == "adopters" and findings.share is not None:
        table, people = findings.results[part].table, findings.network.n_people
        said = share_line(table, findings.share, people, findings.language)
    return (said,) if said else ()


def drawings(findings: Findings, part: str) -> Iterable[Drawing]:
    """Give the picture of a result, if it has one, with how to read it."""
    plots = importlib.import_module("kiemen.plots")

    result = findings.results[part]
    plot = getattr(plots, type(result)._plot, None)  # noqa: SLF001 the class says which picture is its own
    if plot is None or says_nothing(result, part):
        return
    options = {"names": findings.names} if "names" in inspect.signature(plot).parameters else {}
    # The draw keeps hold of no findings: others than the analyst see the forecast too.
    shown, language = course_of(result) if part == "forecast" else result, findings.language
    yield Drawing(
        key=part,
        draw=lambda ax: plot(shown, ax=ax, language=language, **options),
        caption=how_to_read(result, part, language),
        size=figure_size(result, part),
        narrow=narrow_size(result, part),
    )


def says_nothing(result: Result, part: str) -> bool:
    """Say whether a picture would show nothing, a few dots, or none that is told from zero."""
    if part == "patterns" and "found" in result.table.columns:
        return not result.table["found"].any()
    if part not in {"meetings", "invitations"} or "gain" not in result.table.columns:
        return False
    if "gain_low" in result.table.columns and not (result.table["gain_low"] > 0).any():
        return True
    return len(result.table) < FEW_DOTS or float(result.table["gain"].abs().max()) < SMALLEST_GAIN


def result_sheet(findings: Findings, part: str) -> Sheet:
    """Give the table of a result with names for ids, worded columns and the reasons."""
    result = findings.results[part]
    chosen = COLUMNS_ON_PAGE.get(part, ())
    if part == "bridges" and not findings.groups:
        chosen = tuple(name for name in chosen if name != "groups")
    frame = worded_table(findings, result, lambda row: findings.reasons(part, row, EVERYTHING))
    if part == "adopters" and findings.share is not None:
        within, marked = text(WITHIN, findings.language, share=findings.share), set(findings.marked)
        names, why = list(frame.columns), column_name("reason", findings.language)
        falls = [str(person) in marked for person in result.table.index]
        frame.insert(names.index(why) if why in names else len(names), within, falls)
        # Where all that is shown falls within it, the column would say nothing.
        chosen = (*chosen, within) if len(marked) < _rows_on_page(result, part) else chosen
    if part == "patterns" and any(result.facts.values()):
        # Evidence and action are stored as facts too; those speak the language of the report.
        for place, name in enumerate(("evidence", "action")):
            said = [findings.reasons(part, row, EVERYTHING)[place : place + 1] for row in result.table.index]
            frame[column_name(name, findings.language)] = [" ".join(words) for words in said]
        frame = frame.drop(columns=column_name("reason", findings.language))
        where = column_name("group", findings.language, findings.heads)
        frame[where] = [str(group) or text("whole organisation", findings.language) for group in frame[where]]
    # Where nothing was found, what was looked at is there for who asks; it is no list of what is wrong.
    nothing_found = part == "patterns" and "found" in result.table.columns and not result.table["found"].any()
    if nothing_found:
        chosen = tuple(name for name in chosen if name != "action")
    title = mark("Looked at as well, and not stronger than chance") if nothing_found else TITLES[part][0]
    return Sheet(
        key=part,
        title=text(title, findings.language),
        frame=frame,
        note=bridges_counted(result.table, findings.outside, findings.language) if part == "bridges" else "",
        legend=text(LEGENDS[part], findings.language) if part in LEGENDS else "",
        shown=_rows_on_page(result, part),
        most=rows_worth_showing(result, part),
        percent=tuple(column_name(name, findings.language) for name in SHARES),
        chances=tuple(column_name(name, findings.language) for name in CHANCES),
        gains=(column_name("gain", findings.language),),
        columns=tuple(column_name(name, findings.language, findings.heads) for name in chosen),
        folded=nothing_found,
        brief=_brief(findings, part, frame, _rows_on_page(result, part)),
    )


def _rows_on_page(result: Result, part: str) -> int:
    """Give how many rows the page shows: the first of those worth showing, and all that was found."""
    found = {"strong", "found"} & set(result.table.columns) and part not in {"adopters", "bridges"}
    worth = rows_worth_showing(result, part)
    return worth if found else min(ROWS_ON_PAGE, worth)


def rows_worth_showing(result: Result, part: str) -> int:
    """Give how many rows say something: where a result says what it found, only that; of a ranking no lower half."""
    if part == "adopters" and "rank" in result.table.columns:
        return max(FEWEST_RANKED, (int(result.table["rank"].notna().sum()) + 1) // 2)
    if part == "bridges" and "score" in result.table.columns:
        return int((result.table["score"] > 0).sum()) or FEW_ROWS
    for column in ("strong", "found"):
        if column in result.table.columns:
            return int(result.table[column].sum()) or FEW_ROWS
    return len(result.table)


def _brief(findings: Findings, part: str, frame: pd.DataFrame, shown: int) -> dict[str, tuple[str, ...]]:
    """Give the first reasons of each row that the page shows, which is what fits on it."""
    column = column_name("reason", findings.language)
    if column not in frame.columns:
        return {}
    rows = findings.results[part].table.index[:shown]
    if part == "suggestions":
        return {column: tuple(" ".join(pair_reasons(findings, row)) for row in rows)}
    # The first thing known about a bridge is the list of all contacts per group, which fills half a page; the first
    # about a meeting are the names that the row has already.
    first = 1 if part in {"bridges", "meetings"} else 0
    reasons = (findings.reasons(part, row, EVERYTHING) for row in rows)
    return {column: tuple(" ".join(said[first : first + MOST_REASONS] or said) for said in reasons)}


def pair_reasons(findings: Findings, row: Hashable, *, grouped: bool = False) -> tuple[str, ...]:
    """Give why these two, then where and how to begin: the first reason of the analyst, the first and last open one.

    With `grouped` it is left out in which groups they work, since that stands behind their names.
    """
    inner, shared = (findings.reasons("suggestions", row, scopes) for scopes in (("analyst",), ("open",)))
    if grouped and findings.groups:
        facts = [fact for fact in findings.results["suggestions"].facts.get(row, ()) if fact.scope == "open"]
        apart = {fact.say(findings.language) for fact in facts if set(fact.values) in WHERE}
        shared = tuple(words for words in shared if words not in apart)
    return tuple(dict.fromkeys((*inner[:1], *shared[:1], *shared[-1:])))


def worded_table(
    findings: Findings, result: Result, why: Callable[[Hashable], tuple[str, ...]] | None = None
) -> pd.DataFrame:
    """Give a result's table as it is shown: names and departments for ids, reasons last, columns worded."""
    table = result.table
    # A label that only repeats what is in the columns, such as "A – B", is left out.
    repeats = {"name", "group", "other", "person"} & set(table.columns) and table.index.name not in {"person", "period"}
    keep = table.index.nlevels > 1 or (table.index.name is not None and not repeats)
    shown = table.reset_index(drop=not keep) if table.index.name not in table.columns else table.reset_index(drop=True)
    columns: dict[str, Any] = {}
    for column in shown.columns:
        values = shown[column]
        if str(column) not in columns and not (str(column) == "name" and "person" in columns):
            columns[str(column)] = _cells(findings, _seated(result, values))
        if column == "person" and "other" not in shown.columns:
            columns["group"] = [_where(findings, str(value)) for value in values]
    if why is not None and "reason" not in columns and any(result.facts.values()):
        columns["reason"] = [" ".join(why(row)) for row in table.index]
    for column in ("rank", "rank_low", "rank_high"):
        if column in columns:
            columns[column] = pd.array(np.round(np.asarray(columns[column], float)), dtype="Float64").astype("Int64")
    made = pd.DataFrame(columns)
    made.columns = pd.Index(_distinct([column_name(name, findings.language, findings.heads) for name in made.columns]))
    return made


def _where(findings: Findings, person: str) -> str:
    """Give the group of a person; a contact outside has none and is called that."""
    known = findings.groups.get(person, "")
    return known or (text("contact outside", findings.language) if person in findings.outside else "")


def _cells(findings: Findings, values: pd.Series) -> Any:
    """Give the cells of a column as they are shown: names for ids, words in the language."""
    column = str(values.name)
    if column == "people" and not pd.api.types.is_numeric_dtype(values):
        # Lists of ids, as the people of a meeting.
        return [_names(findings, value) for value in values]
    if column in PEOPLE_COLUMNS:
        return [findings.names.get(str(value), value) for value in values]
    if column in WORD_COLUMNS:
        return [worded(value, findings.language) for value in values]
    is_text = not pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values)
    return [_plain(findings, value) for value in values] if is_text else values.array


def _seated(result: Result, values: pd.Series) -> pd.Series:
    """Give who sits at each table as lists where the result has them: an id in text may hold a comma itself."""
    seats = getattr(result, "members", None)
    if (
        values.name != "people"
        or not isinstance(seats, pd.DataFrame)
        or not {"meeting", "person"} <= set(seats.columns)
    ):
        return values
    at = seats.groupby("meeting", sort=False)["person"].agg(list)
    lists = [at.get(label, value) for label, value in zip(result.table.index, values, strict=True)]
    return pd.Series(lists, index=values.index, name="people", dtype="object")


def _names(findings: Findings, value: Any) -> str:
    """Give names for ids in a list or in text with commas."""
    ids = value.split(", ") if isinstance(value, str) else list(value)
    return in_a_row(findings.names.get(str(one), str(one)) for one in ids)


def _plain(findings: Findings, value: Any) -> Any:
    """Word a fact, and join lists of ids as names."""
    if hasattr(value, "say"):
        return value.say(findings.language)
    if isinstance(value, (list, tuple)):
        return ", ".join(findings.names.get(str(item), str(_plain(findings, item))) for item in value)
    return value


def _distinct(names: list[str]) -> list[str]:
    return [name if name not in names[:n] else f"{name} {names[:n].count(name) + 1}" for n, name in enumerate(names)]


def collective_section(findings: Findings) -> Section:
    """Give the section with the map."""
    language = findings.language
    walls = findings.results.get("walls")
    drawn = wall_pairs(walls) if walls is not None else None

    def draw(ax: Any) -> Any:
        return plot_network(
            findings.drawn,
            by=findings.by,
            adopters=list(findings.marked) or None,
            bridges=list(findings.bridges) or None,
            suggestions=pd.DataFrame(list(findings.pairs), columns=["source", "target"]),
            walls=drawn,
            positions=findings.places,
            ax=ax,
            language=language,
        )

    caption = map_caption(findings, 0 if drawn is None else len(drawn))
    return Section(
        key="collective",
        short=text("The collective", language),
        title=text("The collective: who is there, and who knows whom", language),
        cautions=who_is_marked(findings),
        figures=(Drawing("collective", draw, caption, (9.5, 7.4), on_screen=False),),
    )


def who_is_marked(findings: Findings, *, of_the_named: bool = False) -> tuple[str, ...]:
    """Say who is marked as an early adopter where nobody declared it: by which share, or by one chosen for drawing."""
    if findings.declared or not findings.marked:
        return ()
    share, doubt = findings.share, unproven(findings.results, findings.language)
    if of_the_named:
        return (text(MARKED_OF_THE_NAMED, findings.language, share=MARKED_SHARE if share is None else share), *doubt)
    said = MARKED if share is None else MARKED_AS_STATED
    return (text(said, findings.language, n=len(findings.marked), share=share), *doubt)


def wall_pairs(walls: Result, top: int = MOST_WALLS) -> pd.DataFrame:
    """Give the strongest pairs of groups that are walls and not merely rare."""
    table = walls.table
    for column in ("strong", "wall"):
        if column in table.columns and table[column].dtype == bool:
            return table[table[column]].head(top)
    return table.iloc[:0]


def certainty_section(findings: Findings) -> Section:
    """Give how sure we are: every caution together, and what each result was computed with."""
    language = findings.language
    cautions = dict.fromkeys(fact.say(language) for result in findings.results.values() for fact in result.cautions)
    rows = [
        {
            text("Part", language): text(TITLES[part][0], language),
            text("Computed with", language): result.provenance.function,
            text("Settings", language): ", ".join(f"{k} = {v}" for k, v in sorted(result.settings.items())),
        }
        for part, result in findings.results.items()
    ]
    # Functions and settings are code: they are the same in every language, so that all can be computed again.
    code = (text("Computed with", language), text("Settings", language))
    sheet = Sheet("settings", text("What each part rests on", language), pd.DataFrame(rows), folded=True, code=code)
    return Section(
        key="certainty",
        short=text("How sure", language),
        title=text("How sure we are, and what it rests on", language),
        intro=text(
            "Unknown is never counted as zero: who did not answer is not taken for somebody without ties.", language
        ),
        cautions=tuple(cautions),
        tables=(sheet,),
    )


def method_section(findings: Findings) -> Section:
    """Give where every row went: sources, assumptions and the ledger."""
    network, language = findings.network, findings.language
    sheets = []
    for key, title, frame in (
        ("sources", text("Files read", language), network.sources.reset_index()),
        ("assumptions", text("What was assumed while reading", language), network.assumptions),
        ("ledger", text("Rows and cells, one by one", language), network.ledger),
    ):
        if len(frame):
            shown = frame.copy()
            for column, say in LEDGER_WORDS.items():
                if column in shown.columns:
                    shown[column] = [say(str(value), language) for value in shown[column].fillna("")]
            shown.columns = pd.Index([column_name(name, language, LEDGER_COLUMNS) for name in shown.columns])
            if key == "ledger":
                sheets.append(_counted(shown, language))
            sheets.append(Sheet(key, title, shown, folded=True))
    return Section(
        key="method",
        short=text("Method and data", language),
        title=text("Method, and what became of every row", language),
        intro=text("Rows read are rows used plus rows listed here with a reason.", language),
        tables=tuple(sheets),
        facts=_provenance(findings),
    )


def _counted(ledger: pd.DataFrame, language: str) -> Sheet:
    """Count the rows of the ledger by what was done and why: thousands of lines tell nobody anything."""
    heads = [column_name(name, language, LEDGER_COLUMNS) for name in ("action", "reason", "part")]
    times = text("Times", language)
    counted = ledger.groupby(heads, sort=True, dropna=False).size().rename(times).reset_index()
    counted = counted.sort_values(times, ascending=False, kind="stable", ignore_index=True)
    return Sheet("ledger_counts", text("Rows and cells, counted", language), counted)


def _provenance(findings: Findings) -> tuple[tuple[str, str], ...]:
    language = findings.language
    facts = [(text("Fingerprint of the network", language), findings.network.fingerprint)]
    versions = sorted({result.provenance.version for result in findings.results.values()})
    if versions:
        facts.append((text("Version of kiemen", language), ", ".join(versions)))
    return tuple(facts)
