"""The fixed words of the report, in one place so that they are translated together."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from kiemen.i18n import mark, text

if TYPE_CHECKING:
    from collections.abc import Mapping

# What the template says itself.
PAGE = {
    "skip": mark("Skip to the story"),
    "dark": mark("Dark colours"),
    "contents": mark("Contents"),
    "see": mark("What we see"),
    "do": mark("What to do this month"),
    "no_actions": mark("No suggestions were computed for this report."),
    "mind": mark("Keep in mind"),
    "sort": mark("Sort by this column"),
    "controls": mark("What the map shows"),
    "search": mark("Search"),
    "search_hint": mark("name or department"),
    "group": mark("Department"),
    "role": mark("Role"),
    "all": mark("all"),
    "show_ties": mark("Ties"),
    "show_plans": mark("Suggested ties"),
    "zoom_in": mark("Zoom in"),
    "zoom_out": mark("Zoom out"),
    "zoom_reset": mark("Whole map"),
    "map_alt": mark("Map of the people and their ties. The table below has the same facts."),
    "map_help": mark(
        "Drag to move, plus and minus to zoom, click a person to see their contacts. With the keyboard: arrows, + and "
        "−, 0 for the whole map, Escape to let go. Distance on the map is a reading aid, not a measure."
    ),
    "people_title": mark("The people on the map"),
    "people_caption": mark("Search and filters above apply here too; a name moves the map to that person."),
    "name": mark("Name"),
    "contacts": mark("Contacts"),
    "suggested": mark("Suggested to meet"),
    "more": mark("Show more people"),
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
    "shown": mark("{n} of {all} people listed"),
}

AUDIENCE_NAMES = {
    "analyst": mark("For the analyst: holds personal data, do not pass on"),
    "team": mark("For the team of change makers: names of people who agreed to be named, and suggestions"),
    "management": mark("For management: groups only, never people"),
    "participant": mark("Your own page"),
}

# Column names of result tables as a person reads them.
COLUMNS = {
    "person": mark("Person"),
    "name": mark("Name"),
    "group": mark("Department"),
    "people": mark("People"),
    "reason": mark("Why"),
    "other": mark("With"),
    "via": mark("Introduced by"),
    "rank": mark("Rank"),
    "rank_low": mark("Rank at best"),
    "rank_high": mark("Rank at worst"),
    "propensity": mark("Propensity"),
    "top10": mark("In the top tenth"),
    "basis": mark("Basis"),
    "survey": mark("Survey"),
    "behaviour": mark("Behaviour"),
    "nominations": mark("Nominations"),
    "evidence": mark("Evidence"),
    "agreement": mark("Agreement"),
    "score": mark("Score"),
    "betweenness": mark("Betweenness"),
    "brokerage": mark("Brokerage"),
    "constraint": mark("Constraint"),
    "effective_size": mark("Effective size"),
    "degree": mark("Contacts"),
    "demand": mark("Asks for attention"),
    "groups": mark("Groups reached"),
    "between": mark("Stands between"),
    "overloaded": mark("Carries too much"),
    "inside": mark("Inside"),
    "observed": mark("Ties"),
    "expected": mark("Expected"),
    "chance": mark("By chance"),
    "index": mark("Index"),
    "wall": mark("Wall"),
    "strong": mark("Strong wall"),
    "testable": mark("Enough to tell"),
    "kind": mark("Kind"),
    "found": mark("Found"),
    "action": mark("What to do"),
    "ingredient": mark("Ingredient"),
    "small": mark("Small group"),
    "statistic": mark("Seen"),
    "spark": mark("Spark"),
    "oxygen": mark("Oxygen"),
    "matches": mark("Matches"),
    "fuel": mark("Fuel"),
    "stoking": mark("Stoking"),
    "pokers": mark("Pokers"),
    "coverage": mark("Coverage"),
    "missing": mark("Clearly lacking"),
    "form": mark("Form"),
    "acceptance": mark("Chance of yes"),
    "gain": mark("Extra adopters"),
    "gain_low": mark("Extra, low"),
    "gain_high": mark("Extra, high"),
    "alone": mark("If the only tie"),
    "value": mark("Expected value"),
    "survives": mark("Holds in"),
    "crosses": mark("Crosses"),
    "bundle": mark("Bundle"),
    "invited_by": mark("Invited by"),
    "shared": mark("Shared contacts"),
    "size": mark("Size"),
    "adopters": mark("Early adopters"),
    "new_ties": mark("New ties"),
    "reinforced": mark("Reinforced"),
    "topic": mark("Topic"),
    "period": mark("Period"),
    "mean": mark("As things are"),
    "low": mark("Low"),
    "high": mark("High"),
    "survival": mark("Still burns"),
    "after_mean": mark("With suggestions"),
    "after_low": mark("With, low"),
    "after_high": mark("With, high"),
    "after_survival": mark("With, still burns"),
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
# Columns whose values are words of the library, not of the data.
WORD_COLUMNS = ("kind", "basis", "form", "ingredient", "missing", "part", "action")


def page_words(language: str) -> dict[str, str]:
    """Give the template's words in the language."""
    return {key: text(message, language) for key, message in PAGE.items()}


def viewer_words(language: str) -> dict[str, str]:
    """Give the viewer's words; its own placeholders stay as they are."""
    return {key: text(message, language, n="{n}", all="{all}") for key, message in VIEWER.items()}


def column_name(name: object, language: str, names: Mapping[str, str] = MappingProxyType(COLUMNS)) -> str:
    """Give a column as a person reads it; one without a wording of its own loses its underscores."""
    key = str(name)
    if key in names:
        return text(names[key], language)
    plain = key.replace("_", " ").strip()
    return plain[:1].upper() + plain[1:]


def worded(value: Any, language: str) -> Any:
    """Give a word of the library in the language; anything else stays as it is.

    Braces in data are no placeholders, so text that has them is not looked up.
    """
    if isinstance(value, str) and value and "{" not in value and "}" not in value:
        return text(value, language)
    return value
