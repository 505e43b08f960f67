"""The fixed words of the report, in one place so that they are translated together."""

from __future__ import annotations

from kiemen.i18n import mark, text

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
    "reasons": mark("Why"),
    "other": mark("With"),
    "rank": mark("Rank"),
    "rank_low": mark("Rank, lowest"),
    "rank_high": mark("Rank, highest"),
    "propensity": mark("Propensity"),
    "low": mark("Low"),
    "high": mark("High"),
    "score": mark("Score"),
    "source": mark("Source"),
    "row": mark("Row"),
    "part": mark("Part"),
    "column": mark("Column"),
    "action": mark("What was done"),
    "value": mark("Value"),
    "subject": mark("Subject"),
    "choice": mark("Choice"),
    "file": mark("File"),
    "kind": mark("Kind"),
    "rows_read": mark("Rows read"),
    "rows_used": mark("Rows used"),
    "rows_set_aside": mark("Rows set aside"),
}


def page_words(language: str) -> dict[str, str]:
    """Give the template's words in the language."""
    return {key: text(message, language) for key, message in PAGE.items()}


def viewer_words(language: str) -> dict[str, str]:
    """Give the viewer's words; its own placeholders stay as they are."""
    return {key: text(message, language, n="{n}", all="{all}") for key, message in VIEWER.items()}


def column_name(name: object, language: str) -> str:
    """Give a column as a person reads it; one without a wording of its own loses its underscores."""
    key = str(name)
    if key in COLUMNS:
        return text(COLUMNS[key], language)
    plain = key.replace("_", " ").strip()
    return plain[:1].upper() + plain[1:]
