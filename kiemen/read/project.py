"""A project file: what to read and how, and the settings of the analysis, so that doing it again is one command."""

from __future__ import annotations

import importlib
import inspect
import os
import re
import tomllib
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiemen._checks import check_choice, did_you_mean
from kiemen._copies import beside
from kiemen._display import html_card, html_table
from kiemen.errors import FileFormatError, InputError
from kiemen.i18n import LANGUAGES, plural, text
from kiemen.read.decisions import read_decisions
from kiemen.read.objectors import survey_objectors, with_objectors
from kiemen.read.projectkeys import check_kinds, kinds_of
from kiemen.read.rawtable import Reading
from kiemen.read.roster import joined_rosters, refuse_naming
from kiemen.read.scales import Scale

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from kiemen.network import Network
    from kiemen.read.roster import Roster

# What a step may read with, and the module it is in.
READERS = {
    "roster": "kiemen.read.roster",
    "survey": "kiemen.read.survey",
    "ties": "kiemen.read.ties",
    "memberships": "kiemen.read.memberships",
    "meetings": "kiemen.read.meetings",
    "mail": "kiemen.read.mail",
    "graph": "kiemen.read.graphs",
    "viva": "kiemen.read.viva",
    "network": "kiemen.read.networkfile",
    "adoptions": "kiemen.read.adoptions",
    "events": "kiemen.read.events",
    "initiatives": "kiemen.read.initiatives",
}
# Keys whose value is a file beside the project file.
FILE_KEYS = ("file", "decisions", "roster", "contacts", "objectors")
PROJECT_KEYS = ("title", "language", "by", "relation", "share", "seed", "consenting", "minimum_group", "released")
TABLES = ("project", "about", "read", "scales", "settings")
# A byte of a survey takes so many times as long to read as one of a plain table.
SURVEY_WORK = 3.0
# The parts of the analysis whose settings a project file can hold.
PARTS = (
    "adopters",
    "bridges",
    "walls",
    "patterns",
    "ingredients",
    "suggestions",
    "meetings",
    "invitations",
    "forecast",
)


@dataclass(frozen=True)
class Project:
    """What a project file says: what to read, what to call it, and the settings of each part.

    Parameters
    ----------
    folder
        Folder of the project file; files are found from there.
    steps
        What to read, in order.
    title, language, by, relation, share, seed, consenting, minimum_group, released
        See `read_project`.
    scales
        Scales that all surveys use which do not name their own.
    about
        What the organisation states for the works council.
    settings
        Keyword arguments per part of the analysis.
    file
        Name of the project file, for messages.

    Examples
    --------
    >>> project = Project(folder=Path(), steps=(), title="Kiemstad")
    >>> project.title, project.seed
    ('Kiemstad', 0)
    """

    folder: Path
    steps: tuple[Mapping[str, Any], ...]
    title: str | None = None
    language: str | None = None
    by: str | None = None
    relation: str | Sequence[str] | None = None
    share: float | None = None
    seed: int = 0
    consenting: str | Sequence[str] | None = None
    minimum_group: int | None = None
    released: str | Sequence[str] | None = None
    scales: tuple[Mapping[str, Any], ...] = ()
    about: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    file: str = "kiemen.toml"

    def _repr_html_(self) -> str:
        import pandas as pd

        rows = [(step.get("with", ""), step.get("wave", "")) for step in self.steps]
        files = pd.Index([str(step.get("file", "")) for step in self.steps], name=text("file"))
        table = pd.DataFrame(rows, columns=[text("read as"), text("wave")], index=files)
        said = plural("{n} file to read.", "{n} files to read.", len(rows))
        return html_card(self.title or text("Project"), [said], [html_table(table)] if rows else [])

    @property
    def place(self) -> Path:
        """The project file itself."""
        return self.folder / self.file

    @property
    def earlier(self) -> list[Path]:
        """The files that keep what reports showed: the first is added to, others are of reports written elsewhere."""
        files = [self.released] if isinstance(self.released, str) else self.released or ()
        return [self.folder / file for file in files]

    def network(self) -> Network:
        """Read all files and give the network they make together.

        The roster is read first, and who refuses in a survey: they are left out of every source. A step with
        ``roster = true`` matches names against it; without a roster, against what was read before.

        Raises
        ------
        InputError
            If a file or column is not there; the message names the step.
        """
        for number, step in enumerate(self.steps, start=1):
            _check_step(step, f"{self.place}: [[read]] step {number}")
        roster = self._roster()
        steps = list(enumerate(self.steps, start=1))
        if roster is not None:
            read = [roster, *self._read_with(roster, [step for step in steps if step[1].get("with") != "roster"])]
        else:
            read = []
            for number, step in steps:
                people = read[0].merge(*read[1:]) if read else None
                read.append(_read_step(self.place, self._settled(step), number, people))
        if not read:
            raise InputError(f"{self.place}: the project file has no [[read]] step; add one per file.")
        made = read[0].merge(*read[1:])
        refuse_naming(made, "the title", self.title or "")
        return made

    def _read_with(self, roster: Roster, steps: Sequence[tuple[int, Mapping[str, Any]]]) -> list[Network]:
        """Read files that need nothing but the roster, half of them in a copy of this process where there may be one.

        What is doubtful stands in the ledger, also where the warning of a copy is not heard.
        """
        mine, others = _halves(self.folder, steps)

        def read(some: Sequence[tuple[int, Mapping[str, Any]]]) -> dict[int, Network]:
            return {number: _read_step(self.place, self._settled(step), number, roster) for number, step in some}

        with beside(partial(read, others), worthwhile=bool(mine and others)) as other:
            made = read(mine)
            made |= other.result()
        return [made[number] for number, _ in steps]

    def _settled(self, step: Mapping[str, Any]) -> dict[str, Any]:
        """Give a step with the scales that all surveys share."""
        settled = dict(step)
        if self.scales and step.get("with") == "survey":
            settled.setdefault("scales", list(self.scales))
        return settled

    def _roster(self) -> Roster | None:
        """Read the people first, and who of them refuses in any survey, so that nobody who refuses is anywhere."""
        roster: Roster | None = None
        surveys: list[tuple[int, Mapping[str, Any]]] = []
        for number, step in enumerate(self.steps, start=1):
            if step.get("with") == "roster":
                made: Any = _read_step(self.place, dict(step), number, None)
                roster = made if roster is None else joined_rosters(roster, made)
            elif step.get("with") == "survey" and step.get("roster") is True:
                surveys.append((number, step))
        if roster is None:
            return None
        objecting: set[str] = set()
        for number, step in surveys:
            how = dict(step)
            _find_files(self.folder, how, f"{self.place}: [[read]] step {number}")
            objecting |= survey_objectors(how.get("file"), roster, how)
        return with_objectors(roster, objecting)


def read_project(path: str | os.PathLike[str]) -> Project:
    r"""Read a project file (TOML).

    Answers: "How do I repeat this next year with one command?" The file says which files to read and how, and holds the
    settings of the analysis; the network itself comes from `Project.network`.

    Parameters
    ----------
    path
        The file, or a folder with a ``kiemen.toml`` in it.

    Returns
    -------
    Project
        With `.network()`, the title, language, group column and seed, and the settings per part.

    Raises
    ------
    InputError
        If there is no such file, or it has a key that does not exist; the message names the nearest.
    FileFormatError
        If it is not TOML.

    Notes
    -----
    ``[project]``: title, language ("nl" or "en"), by (group column), relation (the ties that count, one name or a list;
    all if left out), share (part of the people taken to be early adopters), seed, consenting (column that says who may
    be named), minimum_group, released (a file beside the project file in which reports keep which groups they showed,
    so that the next one with other people in them gives nobody away; of a list the first is that file, and the others
    are those of `Report.write_released`).
    ``[[read]]``: one per file, with = "roster", "survey", "ties", "memberships", "meetings", ...; file; and any
    argument of that read function. ``roster = true`` uses the people read so far.
    ``[settings.adopters]``, ``[settings.suggestions]``, ...: arguments of that part of the analysis.
    ``[[scales]]``: name, items (the code that the columns share, or a table of column = text), low, high, reversed and
    label, for every survey that has no scales of its own.
    ``[about]``: purpose, legal_basis, controller, contact, retention, agreed.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = pathlib.Path(folder, "kiemen.toml")
    ...     _ = file.write_text('[project]\ntitle = "Kiemstad"\n[[read]]\nwith = "ties"\nfile = "ties.csv"\n')
    ...     _ = pathlib.Path(folder, "ties.csv").write_text("source,target\nAn,Bram\nBram,Chaima\n")
    ...     project = read_project(file)
    ...     project.title, project.network().n_ties
    ('Kiemstad', 2)
    """
    if not isinstance(path, (str, os.PathLike)):
        raise InputError(f"path must name a project file or its folder, not {type(path).__name__}.")
    file = Path(path)
    if file.is_dir():
        file /= "kiemen.toml"
    if not file.is_file():
        raise InputError(
            f"there is no project file {file}. `kiemen check {typed(str(Path(path)))} --draft` drafts one from the "
            "files beside it."
        )
    content = _content(file)
    _check_keys(content, TABLES, f"{file}")
    top = content.get("project", {})
    _check_keys(top, PROJECT_KEYS, f"{file}, [project]")
    check_kinds(top, kinds_of(Project.__annotations__), f"{file}, [project]")
    settings = content.get("settings", {})
    _check_keys(settings, PARTS, f"{file}, [settings]")
    tables = {"about": content.get("about", {}), **{f"settings.{part}": stated for part, stated in settings.items()}}
    for name, table in tables.items():
        _check_table(table, f"{file}, [{name}]")
    check_kinds(tables["about"], dict.fromkeys(tables["about"], "Day"), f"{file}, [about]")
    if top.get("language") is not None:
        check_choice("language", top["language"], LANGUAGES)
    steps = content.get("read", [])
    if not isinstance(steps, list) or not all(isinstance(step, dict) for step in steps):
        raise InputError(f"{file}: write [[read]] with double brackets, once for every file.")
    scales = content.get("scales", [])
    if not isinstance(scales, list) or not all(isinstance(scale, dict) for scale in scales):
        raise InputError(f"{file}: write [[scales]] with double brackets, once for every scale.")
    return Project(
        folder=file.parent,
        steps=tuple(steps),
        scales=tuple(scales),
        about=tables["about"],
        settings=settings,
        file=file.name,
        **top,
    )


def _content(file: Path) -> dict[str, Any]:
    """Give what a project file says."""
    written = b""
    try:
        written = file.read_bytes()
        return tomllib.loads(written.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        comma = re.search(rb"^\s*\w+\s*=\s*(\d+),(\d+)\s*(?:#|$)", written, re.MULTILINE)
        if comma is not None:
            right, wrong = (sign.join(part.decode() for part in comma.groups()) for sign in ".,")
            raise FileFormatError(f"{file} is not a TOML file: write {right} with a point, not {wrong}.") from error
        raise FileFormatError(f"{file} is not a TOML file: {error}.") from error


def typed(file: str) -> str:
    """Give the name of a file as it is typed in a command, in shells that know double quotes, as they all do."""
    return file if re.fullmatch(r"[\w./-]+", file) else f'"{file}"'


def _check_table(table: object, where: str) -> None:
    if not isinstance(table, dict):
        raise InputError(f"{where}: this must be a table, in brackets.")


def _check_keys(table: Mapping[str, Any], known: tuple[str, ...], where: str) -> None:
    _check_table(table, where)
    for key in table:
        if key not in known:
            raise InputError(f"{where}: there is no {key!r}.{did_you_mean(key, known)}")


def _halves(
    folder: Path, steps: Sequence[tuple[int, Mapping[str, Any]]]
) -> tuple[list[tuple[int, Mapping[str, Any]]], list[tuple[int, Mapping[str, Any]]]]:
    """Share files out over two readers so that both take about as long."""
    work = {number: _work(folder, step) for number, step in steps}
    halves: tuple[list[int], list[int]] = ([], [])
    for number in sorted(work, key=lambda number: (-work[number], number)):
        min(halves, key=lambda half: sum(work[one] for one in half)).append(number)
    return [step for step in steps if step[0] in halves[0]], [step for step in steps if step[0] in halves[1]]


def _work(folder: Path, step: Mapping[str, Any]) -> float:
    """Give about how long reading a file takes: by its size, and answers and names take longer than plain rows."""
    file = folder / str(step.get("file"))
    size = file.stat().st_size if file.is_file() else 0
    return size * (SURVEY_WORK if step.get("with") == "survey" else 1.0)


def _check_step(step: Mapping[str, Any], where: str) -> None:
    """Refuse a step of which anything is not as it should be, before any file is read."""
    kind = step.get("with")
    if not isinstance(kind, str) or kind not in READERS:
        raise InputError(
            f"{where}: 'with' must be one of {', '.join(READERS)}, not {kind!r}.{did_you_mean(kind, READERS)}"
        )
    if "file" not in step:
        raise InputError(f'{where}: it does not say which file to read; add file = "...".')
    read = _reader(kind, where)
    known = inspect.signature(read).parameters
    kinds = {name: one.annotation for name, one in known.items() if one.kind is inspect.Parameter.KEYWORD_ONLY}
    if len(kinds) + 1 < len(known):  # the rest is how a file is to be read
        kinds |= Reading.__annotations__
    stated = {key: value for key, value in step.items() if key != "with"}
    for key in stated:
        if key != "file" and key not in kinds:
            raise InputError(f"{where}: {read.__name__} has no {key!r}.{did_you_mean(key, kinds)}")
    check_kinds(stated, kinds_of({"file": "str", **kinds}), where)


def _read_step(place: Path, step: dict[str, Any], number: int, network: Network | None) -> Network:
    where = f"{place}: [[read]] step {number}"
    read = _reader(str(step.pop("with")), where)
    _find_files(place.parent, step, where)
    if step.get("roster") is True:
        if network is None:
            raise InputError(f"{where}: roster = true, but no people were read before this step.")
        step["roster"] = network
    if "scales" in step:
        step["scales"] = [_scale(table, where) for table in step["scales"]]
    made: Network = read(step.pop("file"), **step)
    return made


def _scale(table: Any, where: str) -> Scale:
    """Give a scale as it is declared in a table: name, items, low, high, reversed, label."""
    _check_keys(table, tuple(Scale.__annotations__), f"{where}, scales")
    check_kinds(table, kinds_of(Scale.__annotations__), f"{where}, scales")
    if not {"name", "items"} <= set(table):
        raise InputError(f"{where}: a scale needs a name and items.")
    return Scale(**table)


def _find_files(folder: Path, step: dict[str, Any], where: str) -> None:
    """Replace file names by paths beside the project file."""
    for key in FILE_KEYS:
        if isinstance(step.get(key), str):
            step[key] = folder / step[key]
            if not step[key].exists():
                raise InputError(f"{where}: there is no file {step[key]}.")
    if "decisions" in step:
        step["decisions"] = read_decisions(step["decisions"])


def _reader(kind: str, where: str) -> Callable[..., Network]:
    try:
        module = importlib.import_module(READERS[kind])
    except ModuleNotFoundError as error:
        raise InputError(f"{where}: this version cannot read {kind!r}.") from error
    found: Callable[..., Network] = getattr(module, f"read_{kind}")
    return found
