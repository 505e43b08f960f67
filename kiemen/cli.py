"""The command line: check, score, suggest, forecast, report and audit, each with one project file."""

from __future__ import annotations

import argparse
import contextvars
import gc
import os
import re
import sys
import textwrap
import warnings
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiemen._copies import ALLOWED
from kiemen.errors import InputError, KiemenError, KiemenWarning
from kiemen.i18n import LANGUAGES, resolve_language, set_language, text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kiemen.network import Network
    from kiemen.read.project import Project
    from kiemen.report.analysis import Analysis

ABOUT = """
Find the early adopters in an organisation, connect them, and see whether the change will carry itself.

A project file (kiemen.toml) says which files to read and how:

    [project]
    title = "Kiemstad"
    language = "nl"             # or "en"
    by = "department"           # column with the groups
    relation = "works with"     # the ties that count; all of them if left out
    share = 0.1                 # which part of the people you take to be early adopters
    seed = 1
    released = "shown.json"     # keeps which groups were shown, so that two reports together give nobody away

    [about]                     # for the works council
    purpose = "Helping people who try the new way of working to find each other"
    retention = "until 1 July 2027"

    [[read]]
    with = "roster"             # roster, survey, ties, memberships, meetings, mail, graph, ...
    file = "people.csv"

    [[read]]                    # a second measurement is a second [[read]] with a wave of its own
    with = "survey"
    file = "survey_spring.csv"
    wave = "spring"
    roster = true               # match names with the people read above

    [[scales]]                  # statements that measure one thing
    name = "innovativeness"
    items = "inno"              # the code that the columns share: inno[1], inno[2], ...
    low = 1
    high = 5

    [settings.suggestions]      # arguments of a part of the analysis
    top = 20

`kiemen check --draft` writes such a file from the exports in a folder. Without a name, commands take the kiemen.toml
of the folder you are in, so that the next measurement is: add a [[read]] step, run `kiemen report` again.
Instead of a project file you can give one file: what it is, is judged by its columns.
"""
EXAMPLES = {
    "check": "kiemen check survey.csv --roster staff.csv   one file: what would be read, what to mend\n"
    "  kiemen check --draft                         a project file from the exports in this folder\n"
    "  kiemen check kiemen.toml                     what was read, what was set aside and why",
    "score": "kiemen score --out scores.xlsx               early adopters, bridges and walls",
    "suggest": "kiemen suggest --top 20                      who could be brought together, and why",
    "forecast": "kiemen forecast                              growth with and without the suggestions",
    "report": "kiemen report --out report                   page, workbook and figures for the analyst\n"
    "  kiemen report --audience management --out mt     the same for management: groups only",
    "audit": "kiemen audit --audience management mt        whether a file or folder may be sent to management\n"
    "  kiemen audit --audience team letter.docx     who is in a file that was not made here",
}
ROWS = 10
# Files of so many bytes together, a survey of some ten thousand people, hold little text.
LITTLE_TEXT = 50_000_000
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
PARTS = {
    "score": ("adopters", "bridges", "walls"),
    "suggest": ("suggestions", "meetings"),
    "forecast": ("forecast",),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Parameters
    ----------
    arguments
        Words of the command line; None takes those of the process.

    Returns
    -------
    int
        0 when done, 1 when an audited file holds what its audience may not see, 2 when something in the input has to be
        mended first, 130 when interrupted.
    """
    if arguments is None:
        _have_the_process()
    chosen = _parser().parse_args(arguments)
    # The language of one command is not that of whoever called it.
    done = contextvars.copy_context().run(_run, chosen, alone=arguments is None)
    if arguments is None:
        # The process ends with all it holds: going over that once more would take over half a second.
        gc.freeze()
    return done


def _have_the_process() -> None:
    """Settle what only a command may, which ends when it is done and has a process to itself."""
    # Asked for before the first array: processes beside each other only wait for each other's threads.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # Looking for what is no longer needed takes a tenth of the time, and finds next to nothing.
    gc.set_threshold(500_000, 10, 10)


def terminal_language() -> str | None:
    """Give the language of the terminal where it is one of ours, for who did not say which."""
    if "KIEMEN_LANGUAGE" in os.environ:
        return None
    said = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return said[:2] if re.match(r"[a-z]{2}([_.@]|$)", said) and said[:2] in LANGUAGES else None


def _run(chosen: argparse.Namespace, *, alone: bool) -> int:
    ALLOWED.set(alone)
    spoken = terminal_language() if alone else None
    if spoken is not None:
        set_language(spoken)
    try:
        with warnings.catch_warnings():
            # What they say stands in the ledger and the cautions, in the language of the reader.
            warnings.simplefilter("ignore", KiemenWarning)
            return int(_command(chosen.command)(chosen))
    except KiemenError as error:
        # What is an argument elsewhere is an option here.
        told = str(error).replace("pass overwrite=True", "give --overwrite")
        sys.stderr.write(shown_safely(f"kiemen {chosen.command}: {told}\n"))
        return 2
    except BrokenPipeError:
        return 0
    except KeyboardInterrupt:
        sys.stderr.write("\nInterrupted; nothing was left half written.\n")
        return 130


def _command(name: str) -> Callable[[argparse.Namespace], int]:
    return {"check": _check, "report": _report, "audit": _audit}.get(name, _compute)


def _parser() -> argparse.ArgumentParser:
    from kiemen.privacy.audiences import AUDIENCES

    parser = argparse.ArgumentParser(
        prog="kiemen",
        description=textwrap.dedent(ABOUT),
        epilog="Examples:\n  " + "\n  ".join(EXAMPLES.values()),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    for name, words in (
        ("check", "what was read, what was set aside and why, and the facts a works council asks for"),
        ("score", "who are the early adopters and bridges, and where are the walls"),
        ("suggest", "who could be brought together, with reasons"),
        ("forecast", "how the collective would grow with and without the suggestions"),
        ("report", "all of it as one page, a workbook, tables and figures"),
        ("audit", "what a file tells about people, and whether its audience may have it; ends with 1 if not"),
    ):
        command = commands.add_parser(
            name,
            help=words,
            description=words[:1].upper() + words[1:] + ".",
            epilog="Example:\n  " + EXAMPLES[name],
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        whose = "project file (TOML), a folder with kiemen.toml (this folder if left out), or one file"
        if name == "audit":
            command.add_argument("--project", default=".", help=whose)
        else:
            command.add_argument("project", nargs="?", default=".", help=whose)
        command.add_argument(
            "--language", choices=LANGUAGES, help="language of the answer; else the project's, else the terminal's"
        )
        if name != "audit":
            command.add_argument("--overwrite", action="store_true", help="replace what was written before")
        command.add_argument("--timings", action="store_true", help="tell the seconds and memory of each step")
        if name not in {"check", "audit"}:
            command.add_argument("--share", type=float, help="part of the people taken to be early adopters, 0 to 1")
            command.add_argument("--seed", type=int, help="seed of everything drawn at random")
        if name == "check":
            command.add_argument("--kind", help="of one file: survey, roster, ties, memberships, meetings, ...")
            command.add_argument("--roster", help="of one file: the personnel file that names are matched to")
            command.add_argument("--review", help="of one survey: write the names to decide to this CSV")
            command.add_argument(
                "--draft", action="store_true", help="write a kiemen.toml from the files in the folder"
            )
        if name in PARTS:
            command.add_argument("--top", type=int, help="rows to print, and suggestions to make (10)")
            command.add_argument("--out", help="write the whole tables to this workbook (.xlsx); holds personal data")
        if name == "report":
            command.add_argument("--out", default="kiemen-report", help="folder to write to (kiemen-report)")
            command.add_argument(
                "--audience",
                default="analyst",
                choices=AUDIENCES,
                help="whom it is for: analyst (all), team (consenting names), management (groups only), participant",
            )
        if name == "audit":
            command.add_argument("files", nargs="+", help="files, or folders of files")
            command.add_argument("--audience", required=True, choices=AUDIENCES, help="who would get them")
    return parser


def open_project(path: str) -> Project:
    """Give the project of a file: a TOML file, a folder with one, or a single file judged by its columns."""
    from kiemen.read.project import Project, read_project

    file = Path(path)
    if not file.exists():
        raise InputError(f"there is no file or folder {file}.")
    if file.is_dir() or file.suffix.lower() == ".toml":
        return read_project(file)
    from kiemen.read.kinds import kind_of

    kind = "graph" if file.suffix.lower() == ".net" else kind_of(file, {})
    return Project(folder=file.parent, steps=({"with": kind, "file": file.name},), title=file.stem, file=file.name)


def _start(chosen: argparse.Namespace) -> tuple[Project, Network, Analysis]:
    from kiemen.report.analysis import Analysis, with_ties

    project = open_project(chosen.project)
    set_language(resolve_language(chosen.language or project.language))
    if ALLOWED.get():
        keep_text_plainly(project)
    analysis = Analysis()
    network: Network = analysis.timed("read", lambda: with_ties(project.network()))
    if network.n_nodes == 0:
        raise InputError("nobody was read: the files hold no people.")
    if ALLOWED.get():
        # What was read stays to the end: looking through it for what is no longer needed takes a quarter of a second.
        gc.freeze()
    return project, network, analysis


def keep_text_plainly(project: Project) -> None:
    """Let little text be kept as Python keeps it, also where Arrow is installed, which pays with much text only.

    The answers are the same; reading takes two thirds of the time.
    """
    files = (project.folder / str(step.get("file")) for step in project.steps)
    if sum(file.stat().st_size for file in files if file.is_file()) <= LITTLE_TEXT:
        import pandas as pd

        pd.set_option("mode.string_storage", "python")


def _tell(chosen: argparse.Namespace, analysis: Analysis) -> None:
    if analysis.missing:
        from kiemen.report.terminal import left_out

        said = left_out(analysis.missing)
        if "adopters" in analysis.missing:
            # What is an argument elsewhere is a table of the project file here.
            said.append(
                text(
                    "Say which statements measure readiness in [[scales]] of the project file, or read who takes part "
                    "in what with another [[read]]; kiemen --help shows both."
                )
            )
        sys.stderr.write(shown_safely("\n".join([*said, ""])))
    if chosen.timings:
        sys.stderr.write(f"{'step':<16}{'seconds':>10}{'processor':>11}{'MiB':>8}\n")
        for name, seconds, busy, memory in analysis.steps:
            sys.stderr.write(f"{name:<16}{seconds:>10.2f}{busy:>11.2f}{memory:>8.0f}\n")


def _say(words: str) -> None:
    sys.stdout.write(shown_safely(words) + "\n")


def shown_safely(words: str) -> str:
    """Give text without signs that steer a terminal: a name in somebody's file may hold them."""
    return CONTROL.sub("\N{REPLACEMENT CHARACTER}", words)


def _check(chosen: argparse.Namespace) -> int:
    file = Path(chosen.project)
    if chosen.draft:
        return _draft(file, chosen)
    if file.is_file() and file.suffix.lower() != ".toml":
        return _check_file(file, chosen)
    from kiemen.report.facts_page import facts_section
    from kiemen.report.findings import Findings

    project, network, analysis = _start(chosen)
    _say(network.summary())
    facts = facts_section(
        Findings(network=network, language=resolve_language(None), title="", by=project.by, about=project.about)
    )
    _say("\n" + facts.title + "\n" + "-" * len(facts.title))
    for name, value in facts.facts:
        _say(f"{name}: {value}")
    _tell(chosen, analysis)
    return 0


def _draft(folder: Path, chosen: argparse.Namespace) -> int:
    """Write a project file from what lies in the folder; never over one that is there."""
    from kiemen._files import write_atomic
    from kiemen.read.draft import draft_project

    place = folder if folder.is_dir() else folder.parent
    language = resolve_language(chosen.language)
    drafted = draft_project(place, language=language)
    written = write_atomic(place / "kiemen.toml", drafted, overwrite=chosen.overwrite)
    _say(text("Written: {path}", language, path=str(written)))
    _say(text("Look at every line of it, then run: kiemen check", language))
    return 0


def _check_file(file: Path, chosen: argparse.Namespace) -> int:
    """Tell what would be read from one file of any kind, and what to mend; 2 when it cannot be read."""
    from kiemen.read.check import check_file

    options = {"roster": chosen.roster} if chosen.roster else {}
    # What speaks for a name is worded while names are matched.
    set_language(resolve_language(chosen.language))
    found = check_file(file, kind=chosen.kind, language=resolve_language(chosen.language), **options)
    if not found.ok:
        sys.stderr.write(shown_safely(f"kiemen check: {found.summary()}\n"))
        return 2
    _say(found.summary())
    if chosen.review and found.names is not None:
        found.names.write_review(chosen.review, language=resolve_language(chosen.language), overwrite=chosen.overwrite)
        _say(text("Written: {path}", resolve_language(chosen.language), path=str(chosen.review)))
    return 0


def _settings(chosen: argparse.Namespace, project: Project) -> dict[str, Any]:
    return {
        "by": project.by,
        "relation": project.relation,
        "share": chosen.share if chosen.share is not None else project.share,
        "seed": chosen.seed if chosen.seed is not None else project.seed,
        "settings": project.settings,
        # A bar belongs to a person who waits, not to a log.
        "progress": sys.stderr.isatty(),
    }


def _compute(chosen: argparse.Namespace) -> int:
    from kiemen._files import check_target, write_atomic
    from kiemen.report.analysis import analyse_network
    from kiemen.report.findings import Findings
    from kiemen.report.sections import result_section
    from kiemen.report.terminal import section_text
    from kiemen.report.workbook import tables_bytes

    if chosen.out:
        check_target(chosen.out, overwrite=chosen.overwrite)
    project, network, analysis = _start(chosen)
    parts = PARTS[chosen.command]
    settings = _settings(chosen, project)
    if chosen.command == "suggest" and chosen.top is not None:
        settings["settings"] = {
            **settings["settings"],
            "suggestions": {**settings["settings"].get("suggestions", {}), "top": chosen.top},
        }
    analyse_network(network, parts=parts, analysis=analysis, **settings)
    found = {part: analysis.results[part] for part in parts if part in analysis.results}
    language = resolve_language(None)
    findings = Findings(network=network, language=language, title="", by=project.by, results=found)
    for part in found:
        _say(section_text(result_section(findings, part), rows=chosen.top or ROWS, language=language))
        _say("")
    if chosen.out and found:
        data = tables_bytes(findings, found)
        _say(text("Written: {path}", path=str(write_atomic(chosen.out, data, overwrite=chosen.overwrite))))
    _tell(chosen, analysis)
    return 0 if found else 2


def _report(chosen: argparse.Namespace) -> int:
    from kiemen._files import check_folder
    from kiemen.report.analysis import analyse_network
    from kiemen.report.bundle import write_bundle
    from kiemen.report.studio import drawn_ahead

    check_folder(chosen.out, overwrite=chosen.overwrite)
    project, network, analysis = _start(chosen)
    settings = _settings(chosen, project)
    draw = partial(drawn_ahead, network) if chosen.audience == "analyst" else None
    analyse_network(network, analysis=analysis, draw=draw, **settings)
    written = analysis.timed(
        "write",
        lambda: write_bundle(
            chosen.out, network, analysis.results, project, audience=chosen.audience, overwrite=chosen.overwrite,
            ahead=analysis.pictures,
        ),
    )  # fmt: skip
    _say(text("Written: {path}", path=str(written)))
    _tell(chosen, analysis)
    return 0


def _audit(chosen: argparse.Namespace) -> int:
    """Tell what each file discloses; 1 when one holds what its audience may not see."""
    from kiemen.privacy.audiences import MINIMUM_GROUP
    from kiemen.report.audit import audit_file, files_in
    from kiemen.report.terminal import audit_text

    files = [file for given in chosen.files for file in files_in(given)]
    project, network, analysis = _start(chosen)
    safe = True
    for file in files:
        audit = audit_file(
            file, network, audience=chosen.audience, consenting=project.consenting, by=project.by,
            minimum_group=project.minimum_group or MINIMUM_GROUP, about=project.about,
        )  # fmt: skip
        safe = safe and audit.safe
        _say(audit_text(audit, str(file), language=resolve_language(None)))
    _tell(chosen, analysis)
    return 0 if safe else 1
