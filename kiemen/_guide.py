"""What the command says about itself, in the reader's language: what it answers, what comes out, what to do next."""

from __future__ import annotations

import argparse
import re
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn

from kiemen._checks import did_you_mean
from kiemen.i18n import mark, text

if TYPE_CHECKING:
    from collections.abc import Iterable

WIDTH = 100
INTRO = mark(
    "Find the early adopters in an organisation, connect them, and see whether the change will carry itself. You begin "
    "with exports (a survey, a personnel list, who sits in which project) and end with a report."
)
BEGIN = mark("To begin")
STEPS = (
    ("", mark("put the exports in one folder and go there")),
    ("kiemen check --draft", mark("writes kiemen.toml: which file is what")),
    ("", mark("fill it in: what the statements measure, which question is about whom")),
    ("kiemen check", mark("what was read, what is doubtful, what to do next")),
    ("kiemen report", mark("the report: open kiemen-report/report.html")),
)
AGAIN = mark(
    "The next measurement is one more [[read]] and the same commands. In place of a project you can give one file: "
    "what it is, is judged by its columns."
)
PROJECT = mark("The project file, kiemen.toml")
# Lines of a project file, with what they are for.
KEYS = (
    ("[project]", ""),
    ('title = "Kiemstad"', ""),
    ('language = "nl"', mark('or "en"')),
    ('by = "department"', mark("column with the groups")),
    ('relation = "works with"', mark("the ties that count; all of them if left out")),
    ("share = 0.1", mark("which part of the people you take to be early adopters")),
    ('consenting = "may be named"', mark("column with yes or no: whom the team may see by name")),
    ('released = "shown.json"', mark("so that two reports together give nobody away")),
    ("[about]", mark("for the works council")),
    ('purpose = "..."', mark("also legal_basis, controller, contact, retention, agreed")),
    ("[[read]]", mark("one for each file")),
    ('with = "roster"', mark("roster, survey, ties, memberships, meetings, mail, graph, ...")),
    ('file = "people.csv"', ""),
    ("[[read]]", ""),
    ('with = "survey"', ""),
    ('file = "survey.csv"', ""),
    ('wave = "spring"', mark("where there are several measurements")),
    ("roster = true", mark("match names with the people read above")),
    (
        'nominations = { "works with" = "Whom do you work with?", "dares" = "Who tries new things?" }',
        mark('short names for questions about people; "dares" points to early adopters'),
    ),
    (
        'attributes = { "May the team know your name?" = "may be named" }',
        mark("an answer that becomes a column of people"),
    ),
    ("[[scales]]", mark("statements that measure one thing")),
    (
        'name = "innovativeness"',
        mark("room, barriers, ...: kiemen check --draft lists them"),
    ),
    ('items = ["I like to try new things.", "I would rather wait."]', mark('or the code they share: "inno"')),
    ("reversed = [2]", mark("the second says the opposite")),
    ("low = 1", ""),
    ("high = 5", ""),
    ("[settings.suggestions]", mark("arguments of a part of the analysis")),
    ("top = 20", ""),
)


@dataclass(frozen=True)
class Guide:
    """What one command answers, what comes out of it, what to do next, and examples with what they do."""

    answers: str
    gives: str
    then: str
    examples: tuple[tuple[str, str], ...]


GUIDES = {
    "check": Guide(
        mark("Can these exports be used as they are, and what has to be mended first?"),
        mark(
            "People, ties and answers that were read; what was set aside and why; the facts a works council asks for; "
            "what to do next. Nothing is written, unless with --draft or --review."
        ),
        mark("Mend what it names, in kiemen.toml or in the file, until it says: kiemen report."),
        (
            ("kiemen check --draft", mark("a project file from the exports in this folder")),
            ("kiemen check", mark("what was read, what is doubtful, what to do next")),
            ("kiemen check survey.xlsx --roster staff.xlsx", mark("one file: what would be read, what to mend")),
            (
                "kiemen check survey.xlsx --roster staff.xlsx --review names.csv",
                mark('the names to decide: fill in and read with decisions = "names.csv"'),
            ),
        ),
    ),
    "score": Guide(
        mark("Who are the early adopters and bridges, and where are the walls?"),
        mark(
            "Early adopters as a rank with a margin and reasons, bridges, and pairs of groups with fewer ties than "
            "chance gives. Names: for the analyst."
        ),
        mark("Look whether you know the people and the reasons; then: kiemen suggest."),
        (
            ("kiemen score", mark("the first ten of each")),
            ("kiemen score --share 0.15", mark("where 15% cuts the ranking, and how sure that line is")),
            ("kiemen score --top 25 --out scores.xlsx", mark("twenty-five, and all of it in a workbook")),
        ),
    ),
    "suggest": Guide(
        mark("Who could be brought together, and why?"),
        mark(
            "Pairs of people with a reason, who can introduce them and a first sentence, and small meetings. A "
            "suggestion is an invitation that both may decline."
        ),
        mark("Choose with the people themselves; see what it would do: kiemen forecast."),
        (
            ("kiemen suggest --top 20", mark("twenty pairs")),
            ("kiemen suggest --share 0.15 --out plan.xlsx", mark("if 15% are early adopters; as a workbook")),
        ),
    ),
    "forecast": Guide(
        mark("Does it go on by itself (running fire) or die out (straw fire), with and without the suggestions?"),
        mark(
            "How many people are active after each period of a model, with a margin. It follows from the model and "
            "today's ties; it does not foretell what people will do."
        ),
        mark("Read the difference between with and without; then: kiemen report."),
        (
            ("kiemen forecast", mark("growth with and without the suggestions")),
            ("kiemen forecast --share 0.15", mark("if 15% are early adopters")),
        ),
    ),
    "report": Guide(
        mark("What do I hand over?"),
        mark(
            "A folder with the page (report.html, opens without internet), the workbook (report.xlsx) and every figure "
            "as PNG and SVG; for participants a page for each person and a list for mail merge."
        ),
        mark("Open the page. Before you send anything: kiemen audit."),
        (
            ("kiemen report", mark("all of it for the analyst, in kiemen-report")),
            ("kiemen report --audience management --out mt", mark("for management: groups only")),
            ("kiemen report --audience team --out team", mark("for the team: names of those who agreed")),
            ("kiemen report --audience participant --out pages", mark("a page for each participant")),
            ("kiemen report --overwrite", mark("once more, in place of the last one")),
        ),
    ),
    "audit": Guide(
        mark("May this file go to these people?"),
        mark(
            "Names, ids and e-mail addresses in each file, and names of small groups, with their place; ends with 1 if "
            "its readers may not have it. Not judged: what is said of somebody without a name, and what figures give "
            "away. The mail-merge list beside participants' pages is the sender's: named, but without that 1, "
            "unless it is asked about by itself."
        ),
        mark("Do not send what is named; make it again with kiemen report --audience."),
        (
            ("kiemen audit --audience management mt", mark("all files in the folder mt")),
            ("kiemen audit --audience team letter.docx", mark("who is in a file that was not made here")),
        ),
    ),
}
ASKED = {
    "project": mark("project file, folder with kiemen.toml (this folder if left out), or one file"),
    "files": mark("files, or folders of files"),
    "--project": mark("project file, folder with kiemen.toml (this folder if left out), or one file"),
    "--language": mark("language of the answer; else the project's, else the terminal's"),
    "--overwrite": mark("replace what was written before"),
    "--timings": mark("tell the seconds and memory of each step"),
    "--share": mark("part of the people taken to be early adopters, above 0 to 1"),
    "--seed": mark("seed of everything drawn at random"),
    "--kind": mark("of one file: survey, roster, ties, memberships, meetings, ..."),
    "--roster": mark("of one file: the personnel file that names are matched to"),
    "--review": mark("of one file: write the names to decide to this CSV"),
    "--draft": mark("write a kiemen.toml from the files in the folder"),
    "--top": mark("rows to print (10)"),
    "pairs": mark(
        "suggestions to make and to print; without it 20 are made, or as many as the project file says, and 10 "
        "printed. A plan of 5 is another plan than the first 5 of 20"
    ),
    "--out": mark("write the whole tables to this workbook (.xlsx); holds personal data"),
    "folder": mark("folder to write to (kiemen-report)"),
    "--audience": mark("who reads it: analyst (all), team (consenting names), management (groups only), participant"),
}


def decimal(written: str) -> float:
    """Give the number that somebody typed, and say where it has a decimal comma."""
    if re.fullmatch(r"\d+,\d+", written):
        raise argparse.ArgumentTypeError(f"write {written.replace(',', '.')} with a point, not {written}.")
    return float(written)


class Parser(argparse.ArgumentParser):
    """A parser that says what is wrong in a line, and where to look."""

    def __init__(self, *, language: str | None = None, **more: Any) -> None:
        super().__init__(formatter_class=lambda prog: Help(prog, language), add_help=False, allow_abbrev=False, **more)
        self.language = language

    def error(self, message: str) -> NoReturn:
        """End with what is wrong, in the language, without the list of all options before it."""
        from kiemen.read.refusals import in_language

        see = text("See", self.language)
        self.exit(2, f"{self.prog}: {in_language(message, self.language)}\n{see}: {self.prog} --help\n")

    def knows(self, option: str) -> bool:
        """Say whether there is such an option."""
        return option in self._option_string_actions

    def begin(self, word: str) -> None:
        """End where the first word is an option that is not there, or that belongs after a command."""
        option = word.partition("=")[0]
        if not word.startswith("-") or self.knows(option):
            return
        commands = [action.choices for action in self._actions if isinstance(action.choices, dict)]
        takes = [name for chosen in commands for name, one in chosen.items() if one.knows(option)]
        if takes:
            self.error(f"{option} comes after the command, as in: {self.prog} {takes[0]} {option}")
        self.unknown([word])

    def unknown(self, words: Iterable[str]) -> NoReturn:
        """End with the first word that no command knows, and what it looks like."""
        word = next(iter(words))
        if not word.startswith("-"):
            self.error(f"{word!r} is one word too many.")
        known = [option for action in self._actions for option in action.option_strings]
        self.error(f"there is no option {word}.{did_you_mean(word.partition('=')[0], known)}")


class Help(argparse.RawDescriptionHelpFormatter):
    """Help with the usage in the language, wide enough for the explanations."""

    def __init__(self, prog: str, language: str | None) -> None:
        super().__init__(prog, max_help_position=30, width=WIDTH)
        self.language = language

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        """Say "usage" as the reader does."""
        said = text("usage", self.language)
        super().add_usage(usage, actions, groups, f"{said}: " if prefix is None else prefix)


def opening(language: str | None = None) -> str:
    """Give what the command is for and how to begin, for who typed its name and nothing else."""
    steps = [
        f"  {n}. {_beside(command, text(words, language)) if command else text(words, language)}"
        for n, (command, words) in enumerate(STEPS, 1)
    ]
    begin = text(BEGIN, language)
    return "\n".join([_wrapped(text(INTRO, language)), "", f"{begin}:", *steps])


def description(language: str | None = None) -> str:
    """Give the whole introduction, with a project file that shows every key."""
    lines = [f"    {_beside(line, words and f'# {text(words, language)}', 34, indent=4)}" for line, words in KEYS]
    return "\n".join([
        opening(language), "", _wrapped(text(AGAIN, language)), "", f"{text(PROJECT, language)}:", "", *lines,
    ])  # fmt: skip


def of_command(name: str, language: str | None = None) -> str:
    """Give what a command answers, what comes out of it and what to do next."""
    guide = GUIDES[name]
    gives, then = text("What comes out", language), text("Next", language)
    return "\n\n".join([
        _wrapped(text(guide.answers, language)),
        _wrapped(f"{gives}: {text(guide.gives, language)}"),
        _wrapped(f"{then}: {text(guide.then, language)}"),
    ])  # fmt: skip


def examples(names: Iterable[str], language: str | None = None, *, most: int | None = None) -> str:
    """Give the examples of these commands with what they do, at most so many of each."""
    chosen = [example for name in names for example in GUIDES[name].examples[:most]]
    shown = [_beside(command, text(words, language), 46) for command, words in chosen]
    heading = text("Examples", language)
    return "\n  ".join([f"{heading}:", *shown])


def _beside(command: str, words: str, width: int = 24, *, indent: int = 2) -> str:
    """Give a command with its explanation in a column beside it, or beneath it where there is no room."""
    if len(command) <= width:
        return f"{command:<{width}}  {words}".rstrip()
    return f"{command}\n{'':<{indent + width + 2}}{words}"


def _wrapped(words: str) -> str:
    return textwrap.fill(words, WIDTH)
