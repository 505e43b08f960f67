"""The command line: check, score, suggest, forecast, report and audit, each with one project file."""

from __future__ import annotations

import contextlib
import contextvars
import gc
import os
import re
import sys
import textwrap
import tomllib
import warnings
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiemen._checks import check_integer, check_number
from kiemen._copies import ALLOWED, beside
from kiemen._guide import ASKED, GUIDES, Parser, decimal, description, examples, of_command, opening
from kiemen.errors import InputError, KiemenError, KiemenWarning
from kiemen.i18n import LANGUAGES, mark, resolve_language, set_language, text

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator, Sequence

    from kiemen.network import Network
    from kiemen.read.project import Project
    from kiemen.report.analysis import Analysis

ROWS = 10
# Files of so many bytes together, a survey of some ten thousand people, hold little text.
LITTLE_TEXT = 50_000_000
# Above so many bytes, passing on what a copy has read takes longer than what is done meanwhile.
SOON_READ = 10_000_000
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
COMMAND = re.compile(r'(?<=\()kiemen (?:"[^"]*"|[^")])*')
BESIDE = mark("Put it in one folder with the other exports, go there, and run: kiemen check --draft")
DECIDED = mark(
    "Say in the column decision of {list} who is meant: number or whole name; or outside, nobody. Then put "
    'decisions = "{list}" in the [[read]] of {file}, in kiemen.toml.'
)
NONE_TO_DECIDE = mark("No name in this file needs a decision: {path} was not written.")
UNMATCHED = mark(
    "No name in this file needs a decision: {path} was not written. Names are matched to the personnel file that "
    "--roster gives."
)
AGAIN = mark("Then: kiemen check")
SENDERS = mark(
    "your own list to send the pages by ({n:# person|# people}), which goes to nobody. The pages beside it are judged, "
    "this list is not: send each page to its reader, never the folder."
)
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
    words = list(sys.argv[1:] if arguments is None else arguments)
    parser = _parser(_spoken(words, alone=arguments is None))
    if not words:
        parser.exit(2, f"{opening(parser.language)}\n\nkiemen --help\n")
    parser.begin(words[0])
    chosen, unknown = parser.parse_known_args(words)
    if unknown:
        chosen.parser.unknown(unknown)
    # The language of one command is not that of whoever called it.
    done = contextvars.copy_context().run(_run, chosen, alone=arguments is None)
    if arguments is None:
        # The process ends with all it holds: going over that once more would take over half a second.
        gc.freeze()
    return done


def _have_the_process() -> None:
    """Settle what only a command may, which ends when it is done and has a process to itself."""
    # Asked for before NumPy is loaded, which reads it once: processes beside each other only wait for its threads.
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
        from kiemen.read.refusals import in_language

        # What is an argument elsewhere is an option here.
        said = str(error).replace("pass overwrite=True", "give --overwrite")
        language = resolve_language(chosen.language or _asked_language(Path(chosen.project)))
        told = "\n".join(in_language(line, language) for line in said.splitlines())
        sys.stderr.write(shown_safely(f"kiemen {chosen.command}: {told}\n"))
        return 2
    except BrokenPipeError:
        return 0
    except KeyboardInterrupt:
        sys.stderr.write("\nInterrupted; nothing was left half written.\n")
        return 130


def _asked_language(place: Path) -> str | None:
    """Give the language that a project file asks for, also where something was wrong before or while it was read."""
    file = place / "kiemen.toml" if place.is_dir() else place
    asked = None
    if file.suffix.lower() == ".toml":
        with contextlib.suppress(OSError, ValueError, AttributeError):
            asked = tomllib.loads(file.read_text(encoding="utf-8")).get("project", {}).get("language")
    return asked if asked in LANGUAGES else None


def _command(name: str) -> Callable[[argparse.Namespace], int]:
    return {"check": _check, "report": _report, "audit": _audit}.get(name, _compute)


def _spoken(words: Sequence[str], *, alone: bool) -> str | None:
    """Give the language of help and of what is wrong with the words themselves, before any project is read."""
    for before, word in zip(("", *words), words, strict=False):
        said = word if before == "--language" else word.removeprefix("--language=")
        if said in LANGUAGES:
            return said
    return terminal_language() if alone else None


def _parser(language: str | None = None) -> Parser:
    from kiemen.privacy.audiences import AUDIENCES

    about = {"description": description(language), "epilog": examples(GUIDES, language, most=1)}
    parser = Parser(prog="kiemen", language=language, **about)
    options = parser.add_argument_group(text("options", language))
    options.add_argument("-h", "--help", action="help", help=text("show this help", language))
    commands = parser.add_subparsers(
        dest="command", required=True, title=text("commands", language), metavar=text("command", language)
    )
    for name, guide in GUIDES.items():
        command = commands.add_parser(
            name,
            language=language,
            help=text(guide.answers, language),
            description=of_command(name, language),
            epilog=examples([name], language),
        )
        command.set_defaults(parser=command)
        options = command.add_argument_group(text("options", language))
        for option in _options(name, AUDIENCES):
            words = text(ASKED[option.pop("words", option["name"])], language)
            if option["name"] == "files":
                option["metavar"] = text("files", language)
            options.add_argument(option.pop("name"), help=words, **option)
        options.add_argument("-h", "--help", action="help", help=text("show this help", language))
    return parser


def _options(name: str, audiences: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Give the options of a command in the order in which help tells them, each by what `add_argument` takes."""
    audit, report = name == "audit", name == "report"
    if audit:
        yield {"name": "files", "nargs": "+"}
        yield {"name": "--audience", "required": True, "choices": audiences}
        yield {"name": "--project", "default": "."}
    else:
        yield {"name": "project", "nargs": "?", "default": "."}
    if report:
        yield {"name": "--audience", "default": "analyst", "choices": audiences}
        yield {"name": "--out", "default": "kiemen-report", "words": "folder"}
    if name == "check":
        yield {"name": "--draft", "action": "store_true"}
        yield from ({"name": option} for option in ("--kind", "--roster", "--review"))
    if name in PARTS:
        yield {"name": "--top", "type": int, "words": "pairs" if name == "suggest" else "--top"}
        yield {"name": "--out"}
    if report or name in PARTS:
        yield {"name": "--share", "type": decimal}
        yield {"name": "--seed", "type": int}
    if not audit:
        yield {"name": "--overwrite", "action": "store_true"}
    yield {"name": "--language", "choices": LANGUAGES}
    yield {"name": "--timings", "action": "store_true"}


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


def _start(
    chosen: argparse.Namespace, *, meanwhile: Callable[[], None] | None = None
) -> tuple[Project, Network, Analysis]:
    """Read the project; what is to be done meanwhile is done only where a copy of this process does the reading."""
    from kiemen.report.analysis import Analysis, with_ties

    project = open_project(chosen.project)
    set_language(resolve_language(chosen.language or project.language))
    if ALLOWED.get():
        keep_text_plainly(project)

    def read() -> Network:
        worthwhile = meanwhile is not None and bytes_to_read(project) <= SOON_READ
        with beside(lambda: with_ties(project.network()), worthwhile=worthwhile) as reading:
            if meanwhile is not None and reading.going_on:
                meanwhile()
            return reading.result()

    analysis = Analysis()
    network: Network = analysis.timed("read", read)
    if network.n_nodes == 0:
        raise InputError("nobody was read: the files hold no people.")
    if ALLOWED.get():
        # What was read stays to the end: looking through it for what is no longer needed takes a quarter of a second.
        gc.freeze()
    return project, network, analysis


def bytes_to_read(project: Project) -> int:
    """Give the size of the files that the project names one by one."""
    files = (project.folder / str(step.get("file")) for step in project.steps)
    return sum(file.stat().st_size for file in files if file.is_file())


def keep_text_plainly(project: Project) -> None:
    """Let little text be kept as Python keeps it, also where Arrow is installed, which pays with much text only.

    The answers are the same; reading takes two thirds of the time.
    """
    if bytes_to_read(project) <= LITTLE_TEXT:
        import pandas as pd

        pd.set_option("mode.string_storage", "python")


def _tell(chosen: argparse.Namespace, analysis: Analysis) -> None:
    if analysis.missing:
        from kiemen.report.advice import NO_EVIDENCE
        from kiemen.report.terminal import left_out

        missing = dict(analysis.missing)
        if missing.get("adopters", "").startswith("There is no evidence to score"):
            # What is an argument elsewhere is a table of the project file here.
            missing["adopters"] = NO_EVIDENCE
        said = left_out(missing)
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
    one_file = [option for option in ("roster", "review", "kind") if getattr(chosen, option)]
    if one_file:
        raise InputError(f"--{one_file[0]} is for one file: kiemen check FILE --{one_file[0]} ...")
    from kiemen.report.advice import next_steps
    from kiemen.report.facts_page import facts_section
    from kiemen.report.findings import Findings

    project, network, analysis = _start(chosen)
    _settings(chosen, project)
    steps = next_steps(network, project)
    facts = facts_section(
        Findings(network=network, language=resolve_language(None), title="", by=project.by, about=project.about)
    )
    _say(network.summary())
    _say("\n" + facts.title + "\n" + "-" * len(facts.title))
    for name, value in facts.facts:
        _say(f"{name}: {value}")
    _say_next(steps)
    _tell(chosen, analysis)
    return 0


def _say_next(steps: Sequence[str]) -> None:
    heading = text("What to do next")
    _say(f"\n{heading}\n{'-' * len(heading)}")
    lines = textwrap.TextWrapper(100, subsequent_indent="   ", break_long_words=False, break_on_hyphens=False)
    for n, step in enumerate(steps, 1):
        # A command is copied whole, so that no line ends within it.
        whole = COMMAND.sub(lambda found: found[0].replace(" ", "\0"), step)
        _say(lines.fill(f"{n}. {whole}").replace("\0", " "))


def _draft(folder: Path, chosen: argparse.Namespace) -> int:
    """Write a project file from what lies in the folder; never over one that is there."""
    from kiemen._files import write_atomic
    from kiemen.read.draft import draft_project

    place = folder if folder.is_dir() else folder.parent
    # The report is for those who were asked: unless somebody said so, it speaks as the questions do.
    said = chosen.language or (resolve_language(None) if "KIEMEN_LANGUAGE" in os.environ else None)
    drafted = draft_project(place, language=said)
    written = write_atomic(place / "kiemen.toml", drafted, overwrite=chosen.overwrite)
    language = _asked_language(place)
    _say(text("Written: {path}", language, path=str(written)))
    _say(text("Look at every line of it, then run: kiemen check", language))
    return 0


def _check_file(file: Path, chosen: argparse.Namespace) -> int:
    """Tell what would be read from one file of any kind, and what to mend; 2 when it cannot be read."""
    from kiemen.read.check import check_file

    options = {"roster": chosen.roster} if chosen.roster else {}
    # What speaks for a name is worded while names are matched; a list to decide is for the project it lies beside.
    language = resolve_language(chosen.language or _asked_language(file.parent))
    set_language(language)
    found = check_file(file, kind=chosen.kind, language=language, **options)
    if not found.ok:
        sys.stderr.write(shown_safely(f"kiemen check: {found.summary()}\n"))
        return 2
    _say(found.summary())
    steps = []
    if chosen.review and found.names is not None and len(found.names.review()):
        found.names.write_review(chosen.review, language=language, overwrite=chosen.overwrite)
        _say(text("Written: {path}", path=str(chosen.review)))
        steps.append(text(DECIDED, list=Path(chosen.review).name, file=file.name))
    elif chosen.review:
        _say(
            "\n"
            + textwrap.fill(text(NONE_TO_DECIDE if chosen.roster else UNMATCHED, path=Path(chosen.review).name), 100)
        )
    _say_next([*steps, text(AGAIN if (file.parent / "kiemen.toml").exists() else BESIDE)])
    return 0


def _settings(chosen: argparse.Namespace, project: Project) -> dict[str, Any]:
    """Give what the analysis is asked for by the project file or, where a command has such options, by those."""
    asked = {"share": None, "seed": None, "top": None, **vars(chosen)}
    share = project.share if asked["share"] is None else asked["share"]
    if share is not None:
        check_number("share" if asked["share"] is None else "--share", share, low=0.0, high=1.0, low_open=True)
    if asked["top"] is not None:
        check_integer("--top", asked["top"], low=1)
    seed = check_integer("seed", project.seed if asked["seed"] is None else asked["seed"], low=0)
    return {
        "by": project.by,
        "relation": project.relation,
        "share": share,
        "seed": seed,
        "settings": project.settings,
        # A bar belongs to a person who waits, not to a log.
        "progress": sys.stderr.isatty(),
    }


def _compute(chosen: argparse.Namespace) -> int:
    from kiemen._files import check_target, write_atomic
    from kiemen.report.analysis import analyse_network
    from kiemen.report.findings import Findings, declared_adopters
    from kiemen.report.sections import result_section
    from kiemen.report.terminal import section_text
    from kiemen.report.workbook import tables_bytes

    if chosen.out:
        if Path(chosen.out).suffix.lower() != ".xlsx":
            raise InputError(f"--out writes a workbook: give a name that ends in .xlsx, not {chosen.out}.")
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
    findings = Findings(
        network=network, language=language, title="", by=project.by, results=found, wanted_share=settings["share"],
        declared=declared_adopters(network, None),
    )  # fmt: skip
    if chosen.share is not None and findings.declared:
        sys.stderr.write(text("--share is not used: adopters are on record.") + "\n")
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
    from kiemen.report.ahead import load_ahead
    from kiemen.report.analysis import analyse_network

    check_folder(chosen.out, overwrite=chosen.overwrite)
    project, network, analysis = _start(chosen, meanwhile=load_ahead)
    # Here and not above: a copy reads the files while this is loaded.
    from kiemen.report.advice import check_project
    from kiemen.report.bundle import said_of_names, write_bundle
    from kiemen.report.findings import pairs_of
    from kiemen.report.studio import drawn_ahead
    from kiemen.report.terminal import merge_text, pages_text

    settings = _settings(chosen, project)
    check_project(network, project)
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
    if chosen.audience == "participant":
        people = {one for pair in pairs_of(analysis.results["suggestions"].table) for one in pair}
        _say(pages_text(len(list(written.glob("*.html"))), len(people)))
        _say(merge_text(written))
    if names := said_of_names(network, project, audience=chosen.audience):
        _say(textwrap.fill(names, 100))
    _tell(chosen, analysis)
    return 0


def _audit(chosen: argparse.Namespace) -> int:
    """Tell what each file discloses; 1 when one holds what its audience may not see."""
    from kiemen.privacy.audiences import MINIMUM_GROUP
    from kiemen.report.audit import audit_file, files_in
    from kiemen.report.personal import people_to_send_to
    from kiemen.report.terminal import audit_text

    files = [(file, Path(given).is_dir()) for given in chosen.files for file in files_in(given)]
    project, network, analysis = _start(chosen)
    safe = True
    for file, in_folder in files:
        # Who asks about the list itself, and not about the pages beside it, hears what it holds.
        if chosen.audience == "participant" and in_folder and (people := people_to_send_to(file, network)):
            _say(f"{file}: {text(SENDERS, n=people)}")
            continue
        audit = audit_file(
            file, network, audience=chosen.audience, consenting=project.consenting, by=project.by,
            minimum_group=project.minimum_group or MINIMUM_GROUP, about=project.about,
        )  # fmt: skip
        safe = safe and audit.safe
        _say(audit_text(audit, str(file), language=resolve_language(None)))
    _tell(chosen, analysis)
    return 0 if safe else 1
