"""The fixed words of the report, in one place so that they are translated together."""

from __future__ import annotations

import json
import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from kiemen._columns import COLUMNS
from kiemen.errors import KiemenError
from kiemen.i18n import mark, text

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    import pandas as pd

    from kiemen.network import Network

# What the template says itself.
PAGE = {
    "skip": mark("Skip to the story"),
    "dark": mark("Dark colours"),
    "light": mark("Light colours"),
    "contents": mark("Contents"),
    "see": mark("What we see"),
    "do": mark("What to do this month"),
    "no_actions": mark("There is nothing to suggest for this month."),
    "mind": mark("Keep in mind"),
    "across": mark("From left to right:"),
    "swipe": mark("The picture is wider than the screen: swipe it to the side."),
    "wider": mark("The table is wider than the screen: swipe it to the side, or select it and use the arrow keys."),
    "sort": mark("Sort by this column"),
    "controls": mark("What the map shows"),
    "search": mark("Search"),
    "role": mark("Role"),
    "all": mark("all"),
    "show_ties": mark("Ties"),
    "show_plans": mark("Suggested ties"),
    "zoom_in": mark("Zoom in"),
    "zoom_out": mark("Zoom out"),
    "zoom_reset": mark("Whole map"),
    "map_alt": mark("Map of the people and their ties. The table below has the same facts."),
    "map_help": mark(
        "Drag to move, plus and minus to zoom (closer by there are more names), click a person to see their contacts. "
        "With the keyboard: arrows, + and −, 0 for the whole map, Escape to let go. Distance on the map is a reading "
        "aid, not a measure."
    ),
    "map_help_bare": mark(
        "Drag to move, plus and minus to zoom (closer by there are more names), click a person to see whom they could "
        "meet. With the keyboard: arrows, + and −, 0 for the whole map, Escape to let go. Distance on the map is a "
        "reading aid, not a measure."
    ),
    "people_title": mark("The people on the map"),
    "people_caption": mark(
        "First who plays a part or could meet somebody. Search and filters above apply here too; a name moves the map "
        "to that person."
    ),
    "name": mark("Name"),
    "contacts": mark("Contacts"),
    "suggested": mark("Suggested to meet"),
    "more": mark("Show more people"),
}

# What groups are called that come from such a column of people; any other is a group.
GROUPINGS = {
    "department": mark("Department"),
    "afdeling": mark("Department"),
    "team": mark("Team"),
    "unit": mark("Unit"),
    "sector": mark("Sector"),
    "location": mark("Location"),
    "organisation": mark("Organisation"),
}
# What the viewer says; the placeholders are filled in the page.
VIEWER = {
    "tie": mark("1 contact"),
    "ties": mark("{n} contacts"),
    "plans": mark("suggested to meet"),
    "adopter": mark("early adopter"),
    "bridge": mark("bridge"),
    "starter": mark("starter"),
    "outside": mark("contact outside"),
    "shown": mark("{n} of {all} in the list"),
}

AUDIENCE_NAMES = {
    "analyst": mark("For the analyst: holds personal data, do not pass on"),
    "team": mark("For the team of change makers: names of people who agreed to be named, and suggestions"),
    "management": mark("For management: groups only, never people"),
    "participant": mark("Your own page"),
}

LEDGER_COLUMNS = {
    "source": mark("Source"),
    "row": mark("Row"),
    "part": mark("Part"),
    "column": mark("Column"),
    "action": mark("What was done"),
    "reason": mark("Why"),
    "value": mark("Value"),
    "subject": mark("Subject"),
    "choice": mark("Choice"),
    "file": mark("File"),
    "kind": mark("Kind"),
    "settings": mark("Settings"),
    "rows_read": mark("Rows read"),
    "rows_used": mark("Rows used"),
    "rows_set_aside": mark("Rows set aside"),
}
# Data about people as a roster has them; a column of one's own keeps its own name.
# Columns of files that are assumed, beside those of people.
COLUMNS_READ = (mark("end"), mark("note"))
ATTRIBUTES = {
    "name": mark("name"),
    "email": mark("email"),
    "department": mark("department"),
    "team": mark("team"),
    "unit": mark("unit"),
    "role": mark("role"),
    "job": mark("job"),
    "level": mark("level"),
    "location": mark("location"),
    "manager": mark("manager"),
    "hired": mark("hired"),
    "hours": mark("hours"),
    "tenure": mark("tenure"),
    "organisation": mark("organisation"),
}
# How to read each picture.
READING = {
    "adopters": mark("Where the lines of two people overlap, their order says little. There is no list from below."),
    "bridges": mark("The longer the line, the more runs through this person for each tie that they keep up."),
    "walls": mark("Each cell is a pair of groups: that of its row and that of its column."),
    "patterns": mark("Each bar is a pattern that was found, with how many people it is about."),
    "ingredients": mark("Read along the rows: where a group could begin. It is not a league table."),
    "suggestions": mark("What a tie adds depends on the others; together they are worth more or less than their sum."),
    "forecast": mark("Read the difference between the two lines and its sign, not the level."),
}
BY_ITSELF = mark("Extra adopters: each counted by itself, as if nothing else were done; they cannot be added up.")
# What the columns mean that do not speak for themselves.
LEGENDS = {
    "adopters": mark(
        "Rank 1 is the strongest indication; in nine of ten plausible readings of the data it lies between best and "
        "worst."
    ),
    "bridges": mark(
        "Score: 1 is the strongest bridge here. Asks for attention: people and initiatives that do; whoever has far "
        "more of them than most carries too much."
    ),
    "walls": mark(
        "A tie that both named counts twice. Expected: as many as chance would give. Chance alone (p): how often "
        "chance gives so few, over all pairs. The E-I index runs from -1, all ties within groups, to 1, all between "
        "them."
    ),
    "patterns": mark(
        "Standard deviations: 0.2 is little, 0.5 can be felt, 0.8 is a lot. Moran's I: 0 where contacts are no more "
        "alike than others, 1 where they are the same."
    ),
    "suggestions": mark(
        "Extra adopters: if both say yes. Expected value: that times the chance of a yes. Holds in: in which share of "
        "the models and of the gaps in the data tried the tie is still worth while."
    ),
    "meetings": BY_ITSELF,
    "invitations": BY_ITSELF,
    "forecast": mark("Low and high: nine in ten worlds lie between them."),
}
EVERYBODY_COUNTED = mark("Of the {all:# person|# people} in the table {n:# has|# have} a score above 0.")
CONTACTS_COUNTED = mark("Contacts outside are in it too: {n}.")
# Columns whose values are words of the library, not of the data.
WORD_COLUMNS = ("kind", "basis", "form", "ingredient", "missing", "part", "action", "depends")
# Those words, where no result says them in a sentence of its own.
VALUES = (
    mark("unit weights"),
    mark("fitted"),
    mark("declared"),
    mark("tie"),
    mark("introduction"),
    mark("row"),
    mark("cell"),
    mark("team lead"),
    mark("director"),
    mark("council"),
    mark("administrator"),
    mark("outside innovator"),
    mark("meeting"),
    mark("columns not used"),
    mark("cascade"),
    mark("cascade below tipping"),
    mark("cascade above tipping"),
    mark("linear_threshold"),
    mark("threshold"),
    mark("fire"),
    mark("missing ties"),
)
# What a reader assumed is written as these words with the name of a column or of a wave behind them.
SUBJECTS = ("column for ", "decimal sign of ", "date order of ", "name fields of ", "answers read as ")
ANSWERED = re.compile(r"(?P<n>\d+) of (?P<all>\d+) people answered \((?P<share>[\d.]+)%\)")
# How a file was read, as `sources` keeps it.
READ_AS = {
    "content": mark("fingerprint"),
    "encoding": mark("characters"),
    "header_row": mark("header in row"),
    "separator": mark("separator"),
}


def bridges_counted(table: pd.DataFrame, outside: Collection[str], language: str) -> str:
    """Say whom the table of bridges counts, where those are others than the figure beside it counts."""
    if "score" not in table.columns:
        return ""
    scored, contacts = int((table["score"] > 0).sum()), int(table.index.astype(str).isin(list(outside)).sum())
    if scored == len(table) and not contacts:
        return ""
    said = text(EVERYBODY_COUNTED, language, all=len(table), n=scored)
    return f"{said} {text(CONTACTS_COUNTED, language, n=contacts)}" if contacts else said


def page_words(language: str) -> dict[str, str]:
    """Give the template's words in the language."""
    return {key: text(message, language) for key, message in PAGE.items()}


def group_head(network: Network, by: str | None) -> str:
    """Give what the groups are called, as a message: a team or a location is no department."""
    try:
        column = network.group_column(by)
    except KiemenError:
        return COLUMNS["group"]
    return GROUPINGS.get(column.casefold(), COLUMNS["group"])


def viewer_words(language: str, group: str = COLUMNS["group"]) -> dict[str, str]:
    """Give the viewer's words with what its groups are called; its own placeholders stay as they are."""
    called = text(group, language)
    hint = text("name or {group}", language, group=called.lower())
    said = {key: text(message, language, n="{n}", all="{all}") for key, message in VIEWER.items()}
    return {**said, "group": called, "search": hint}


def column_name(name: object, language: str, names: Mapping[str, str] = MappingProxyType(COLUMNS)) -> str:
    """Give a column as a person reads it; one without a wording of its own loses its underscores."""
    key = str(name)
    if key in names:
        return text(names[key], language)
    plain = key.replace("_", " ").strip()
    return plain[:1].upper() + plain[1:]


def worded(value: Any, language: str) -> Any:
    """Give a word of the library in the language, or several with commas; anything else stays as it is.

    Braces in data are no placeholders, so text that has them is not looked up.
    """
    if not isinstance(value, str) or not value or "{" in value or "}" in value:
        return value
    said = text(value, language)
    return ", ".join(text(part, language) for part in value.split(", ")) if said == value else said


def worded_subject(subject: str, language: str) -> str:
    """Give what was assumed about in the language; names of columns stay as they are."""
    for start in SUBJECTS:
        if subject.startswith(start):
            return f"{text(start, language)}{worded(subject.removeprefix(start), language)}"
    return str(worded(subject, language))


def worded_choice(choice: str, language: str) -> str:
    """Give what was chosen in the language, such as how many people answered."""
    if found := ANSWERED.fullmatch(choice):
        return text(
            "{n:,} of {all:,} people answered ({share:.1%})",
            language,
            n=int(found["n"]),
            all=int(found["all"]),
            share=float(found["share"]) / 100,
        )
    return str(worded(choice, language))


def worded_settings(settings: str, language: str) -> str:
    """Give how a file was read in words, from the JSON that is kept with it."""
    try:
        known = json.loads(settings)
    except ValueError:
        return settings
    if not isinstance(known, dict):
        return settings
    pieces = (f"{worded(READ_AS.get(key, key), language)}: {worded(value, language)}" for key, value in known.items())
    return ", ".join(pieces)
