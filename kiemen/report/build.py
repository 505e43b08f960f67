"""The road from results to a report."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kiemen._checks import check_columns, check_network, did_you_mean
from kiemen._display import html_card
from kiemen._files import check_target, write_atomic, write_folder
from kiemen.errors import InputError, PrivacyError
from kiemen.i18n import resolve_language, text
from kiemen.privacy.audiences import MINIMUM_GROUP, check_audience, check_minimum
from kiemen.report.analysis import ROAD
from kiemen.report.editions import edition
from kiemen.report.figures import figure_files, pictures_of
from kiemen.report.findings import PARTS, Findings, check_title, declared_adopters
from kiemen.report.guard import Guard, guard_for
from kiemen.report.html import html_page
from kiemen.report.released import known_from, released_record
from kiemen.report.workbook import csv_files, workbook_bytes
from kiemen.results import Result

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence
    from pathlib import Path

    import pandas as pd

    from kiemen.network import Network
    from kiemen.report.content import Content, Drawing
    from kiemen.report.figures import Picture

# Agreeing to take part is not agreeing to be named: only a column that says so by its name counts unasked.
PARTICIPATION_COLUMNS = ("consent", "toestemming")
NAMING_COLUMNS = (
    "may be named",
    "consent to be named",
    "agrees to be named",
    "mag genoemd worden",
    "wil genoemd worden",
    "naam delen",
    "naam noemen",
    "toestemming naam",
    "toestemming om genoemd te worden",
)
ABOUT = ("purpose", "legal_basis", "controller", "contact", "retention", "agreed")


@dataclass(frozen=True, repr=False)
class Report:
    """A report for one audience, ready to be written as HTML, Excel, CSV or figures.

    Answers: "How do I hand this over?" Whatever is written is read back first and refused if it would show somebody to
    an audience that may not see them. Made by `build_report`.

    Parameters
    ----------
    content
        Sections of sentences, tables and pictures for one audience.
    guard
        What refuses a file with people in it who may not be there.

    Examples
    --------
    >>> import pandas as pd
    >>> from kiemen.network import Network
    >>> ties = pd.DataFrame({"source": ["An", "Bram"], "target": ["Bram", "Chaima"]})
    >>> build_report(Network.from_frames(ties=ties), audience="analyst").audience
    'analyst'
    """

    content: Content
    guard: Guard = field(repr=False)

    @property
    def audience(self) -> str:
        """Whom it is for."""
        return self.content.audience

    @cached_property
    def pictures(self) -> dict[Drawing, Picture]:
        """Every picture, drawn once for all forms."""
        return pictures_of(self.content)

    def html(self) -> str:
        """Give the page as text: one self-contained file that makes no request."""
        page = html_page(self.content, self.pictures)
        self.guard.check(page.encode("utf-8"), "the page")
        return page

    def write_html(self, path: str | os.PathLike[str], *, overwrite: bool = False) -> Path:
        """Write the report as one HTML file.

        Parameters
        ----------
        path
            File to write, for example ``report.html``.
        overwrite
            Whether an earlier one may be replaced.

        Returns
        -------
        Path
            The file.

        Raises
        ------
        InputError
            If the file is there already or cannot be written.
        PrivacyError
            If it would show somebody who may not be shown.
        """
        check_target(path, overwrite=overwrite)
        return write_atomic(path, self.html(), overwrite=overwrite)

    def write_excel(self, path: str | os.PathLike[str], *, overwrite: bool = False) -> Path:
        """Write the tables of the report as one Excel workbook, without formulas and without author or date.

        Parameters
        ----------
        path
            File to write, for example ``report.xlsx``.
        overwrite
            Whether an earlier one may be replaced.

        Returns
        -------
        Path
            The file.

        Raises
        ------
        InputError
            If the file is there already or cannot be written.
        PrivacyError
            If it would show somebody who may not be shown.
        """
        check_target(path, overwrite=overwrite)
        data = self.guard.check(workbook_bytes(self.content), "the workbook")
        return write_atomic(path, data, overwrite=overwrite)

    def write_csv(self, folder: str | os.PathLike[str], *, overwrite: bool = False) -> Path:
        """Write the tables of the report as CSV files in a folder of their own.

        Parameters
        ----------
        folder
            New folder; with `overwrite`, one that was written here before.
        overwrite
            Whether an earlier folder may be replaced as a whole.

        Returns
        -------
        Path
            The folder.

        Raises
        ------
        InputError
            If the folder cannot be written, or holds files from somewhere else.
        PrivacyError
            If it would show somebody who may not be shown.
        """
        made = {name: self.guard.check(data, name) for name, data in csv_files(self.content).items()}
        return write_folder(folder, made, overwrite=overwrite)

    def write_figures(self, folder: str | os.PathLike[str], *, overwrite: bool = False) -> Path:
        """Write every picture of the report as PNG and as SVG, for slides and documents.

        Parameters
        ----------
        folder
            New folder; with `overwrite`, one that was written here before.
        overwrite
            Whether an earlier folder may be replaced as a whole.

        Returns
        -------
        Path
            The folder.

        Raises
        ------
        InputError
            If the folder cannot be written, or holds files from somewhere else.
        PrivacyError
            If a picture would show somebody who may not be shown.
        """
        made = {name: self.guard.check(data, name) for name, data in figure_files(self.pictures).items()}
        return write_folder(folder, made, overwrite=overwrite)

    def write_released(self, path: str | os.PathLike[str], *, overwrite: bool = False) -> Path:
        """Write down which people stand behind the figures shown, to be passed to the next report as `released`.

        Two reports that are safe by themselves can give away a few people together. The file names people, is for the
        analyst only and belongs with the source data, never with the report.

        Parameters
        ----------
        path
            File to write, for example ``released.json``.
        overwrite
            Whether an earlier one may be replaced.

        Returns
        -------
        Path
            The file.

        Raises
        ------
        InputError
            If the file is there already or cannot be written.
        """
        return write_atomic(path, released_record(self.content), overwrite=overwrite)

    def __repr__(self) -> str:
        """Show audience and size in one line."""
        return f"<Report for {self.audience}: {len(self.content.sections)} sections>"

    def _repr_html_(self) -> str:
        story = self.content.sections[0]
        before = [story.before_actions] if story.before_actions else []
        lines = [self.content.subtitle, *story.lead, *before, *(action.text for action in story.actions)]
        note = text("Write it with .write_html(path) or .write_excel(path).", self.content.language)
        card = html_card(self.content.title, [*lines, note], (), story.cautions)
        try:
            self.guard.check(card.encode("utf-8"), "the card")
        except PrivacyError as reason:
            return html_card("", [str(reason)])
        return card


def build_report(  # noqa: PLR0913 one argument per part of the report
    network: Network,
    *,
    audience: str,
    language: str | None = None,
    adopters: Result | Sequence[str] | pd.Series | None = None,
    bridges: Result | None = None,
    walls: Result | None = None,
    patterns: Result | None = None,
    ingredients: Result | None = None,
    suggestions: Result | None = None,
    meetings: Result | None = None,
    invitations: Result | None = None,
    forecast: Result | None = None,
    title: str | None = None,
    by: str | None = None,
    relation: str | Sequence[str] | None = None,
    consenting: str | Sequence[str] | None = None,
    about: Mapping[str, str] | None = None,
    minimum_group: int = MINIMUM_GROUP,
    released: str | os.PathLike[str] | Sequence[str | os.PathLike[str]] | None = None,
) -> Report:
    """Gather results into a report that its audience may read.

    Answers: "How do I hand over what I found?" Give the results that you have; parts without a result are left out.

    Parameters
    ----------
    network
        The network the results were computed on, or one with the same people: results from before somebody left are
        refused, since they may name them.
    audience
        "analyst" (everything), "team" (names of consenting people and suggestions) or "management" (groups only). There
        is no default. Participants get pages of their own: `write_personal_reports`.
    language
        "nl", "en" or None for the session's.
    adopters
        An answer of `score_adopters`, or ids (or a boolean Series) of people who declared themselves.
    bridges, walls, patterns, ingredients, suggestions, meetings, invitations, forecast
        Answers of the functions of that name, or None.
    title
        Title of the report; None gives a general one.
    by
        Column of `network.people` with the group; None takes the usual one.
    relation
        The ties that the map shows; None shows all.
    consenting
        Who agreed to be named to the team: ids, or a column of people that says yes. None looks for a column that says
        so by its name ("may be named", "mag genoemd worden", "naam delen"); where there is none, nobody is named. A
        column of consent to take part ("consent", "toestemming") is no agreement to be named and does not count unless
        it is given here.
    about
        What the organisation states for the works council: purpose, legal_basis, controller, contact, retention and
        agreed.
    minimum_group
        Smallest group shown to anybody but the analyst; at least 5.
    released
        Files of `Report.write_released` of earlier reports of the same measurement: what they showed is taken into
        account, also where somebody joined, left or answered since. Where that were fewer than `minimum_group`, the
        means of the groups are left out: they change with whom each of them named.

    Returns
    -------
    Report
        With `.write_html(path)`, `.write_excel(path)`, `.write_csv(folder)` and `.write_figures(folder)`.

    Raises
    ------
    PrivacyError
        If the audience is unknown, or may not see anything of a network this small.
    InputError
        If an argument is not what it should be, or a result is of another function or about other people.

    Notes
    -----
    Same network, results and settings give the same bytes. Cost: the map, O(people + ties); pages stay under 5 MB for
    5,000 people.

    Examples
    --------
    >>> import pandas as pd
    >>> from kiemen.network import Network
    >>> ties = pd.DataFrame({"source": ["An", "Bram"], "target": ["Bram", "Chaima"]})
    >>> build_report(Network.from_frames(ties=ties), audience="analyst", language="en")
    <Report for analyst: 5 sections>
    """
    check_audience(audience)
    check_network(network)
    check_title(network, title)
    chosen = resolve_language(language)
    given = {
        "adopters": adopters if isinstance(adopters, Result) else None,
        "bridges": bridges,
        "walls": walls,
        "patterns": patterns,
        "ingredients": ingredients,
        "suggestions": suggestions,
        "meetings": meetings,
        "invitations": invitations,
        "forecast": forecast,
    }
    known, cells = known_from(() if released is None else released, network.default_wave)
    findings = Findings(
        network=network,
        language=chosen,
        title=title or text("Seeds of change: who they are and how to connect them", chosen),
        by=by,
        relation=relation,
        declared=declared_adopters(network, adopters),
        results={part: checked_result(part, given[part], network) for part in PARTS if given[part] is not None},
        about=checked_about(about),
        consenting=consenting_people(network, consenting),
        minimum_group=check_minimum(minimum_group),
        known=known,
        cells=cells,
        audience=audience,
    )
    allowed = findings.consenting if audience == "team" else ()
    return Report(
        edition(findings, audience),
        guard_for(network, audience, allowed, findings.about.values(), title=findings.title),
    )


def write_report(
    path: str | os.PathLike[str], network: Network, *, audience: str, overwrite: bool = False, **parts: Any
) -> Path:
    """Build a report and write it as one file: ``.html`` or ``.xlsx``.

    Answers: "Give me the report in one line."

    Parameters
    ----------
    path
        File to write; its ending says the form.
    network
        The network the results were computed on.
    audience
        Whom it is for; see `build_report`.
    overwrite
        Whether an earlier file may be replaced.
    **parts
        Results and settings, as for `build_report`.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    InputError
        If the ending is another, or the file cannot be written.
    PrivacyError
        As for `build_report`.

    Examples
    --------
    >>> import tempfile
    >>> import pandas as pd
    >>> from kiemen.network import Network
    >>> network = Network.from_frames(ties=pd.DataFrame({"source": ["An"], "target": ["Bram"]}))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_report(f"{folder}/report.html", network, audience="analyst").name
    'report.html'
    """
    target = check_target(path, overwrite=overwrite)
    ending = target.suffix.lower()
    if ending not in {".html", ".xlsx"}:
        raise InputError(f"a report is written as .html or .xlsx, not {ending or 'without an ending'!r}.")
    report = build_report(network, audience=audience, **parts)
    write = report.write_html if ending == ".html" else report.write_excel
    return write(target, overwrite=overwrite)


def checked_result(part: str, result: object, network: Network) -> Result:
    """Give back an answer that is what its part asks for, about the people of this network.

    The guards know only who is in the network now: an answer from before somebody left would name them unseen.

    Raises
    ------
    InputError
        If it is no answer, one of another function, or one about other people.
    """
    function = ROAD[part][1]
    if not isinstance(result, Result):
        raise InputError(f"{part} must be an answer of {function}, not {type(result).__name__}.")
    if result.provenance.function != function:
        raise InputError(f"{part} must be an answer of {function}, not of {result.provenance.function}.")
    if not result.provenance.is_about(network):
        raise InputError(
            f"{part}: this answer of {function} is about other people than are in this network. Somebody joined, left "
            f"or is called otherwise since, or it was computed on another network or a part of this one; compute it "
            f"again with this one."
        )
    return result


def checked_about(about: Mapping[str, str] | None) -> dict[str, str]:
    """Give what the organisation states, with known headings only.

    Raises
    ------
    InputError
        If it has no headings, or one that does not exist.
    """
    if about is None:
        return {}
    if not isinstance(about, Mapping):
        raise InputError(f'about must give texts by heading, as in {{"purpose": "..."}}, not {type(about).__name__}.')
    stated = {str(key): str(value) for key, value in about.items()}
    for key in stated:
        if key not in ABOUT:
            raise InputError(f"about has no {key!r}.{did_you_mean(key, ABOUT)}")
    return stated


def consenting_people(network: Network, consenting: str | Sequence[str] | None) -> frozenset[str]:
    """Give the ids of those who agreed to be named; a blank is no agreement.

    Raises
    ------
    ColumnError
        If the column is not there.
    InputError
        If an id is not in the network.
    """
    people = network.people
    if consenting is None:
        column = naming_column(network)
        return frozenset() if column is None else _said_yes(people[column])
    if isinstance(consenting, str):
        check_columns(people, [consenting], "people")
        return _said_yes(people[consenting])
    return frozenset(map(str, network.ids[network.positions(consenting)]))


def naming_column(network: Network) -> str | None:
    """Give the column that says by its name that people agreed to be named, or None."""
    plain = {str(name): " ".join(re.findall(r"[^\W_]+", str(name).casefold())) for name in network.people.columns}
    return next((name for name, words in plain.items() if words in NAMING_COLUMNS), None)


def _said_yes(column: pd.Series) -> frozenset[str]:
    said = column.map(lambda value: str(value).strip().casefold() in {"true", "yes", "ja", "1", "1.0", "y", "j"})
    return frozenset(map(str, column.index[said.to_numpy(bool)]))
