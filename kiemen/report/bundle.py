"""The folder that the command line leaves: the page, the workbook and the figures, for one audience."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from kiemen._files import check_folder, write_folder
from kiemen.errors import InputError
from kiemen.i18n import mark, resolve_language, text
from kiemen.privacy.audiences import MINIMUM_GROUP, check_audience
from kiemen.report.build import build_report, consenting_people, naming_column
from kiemen.report.editions import NOBODY_NAMED
from kiemen.report.figures import drawings_of, figure_files, pictures_of
from kiemen.report.findings import Findings, declared_adopters
from kiemen.report.html import html_page
from kiemen.report.personal import personal_pages
from kiemen.report.released import remember_released
from kiemen.report.studio import analyst_drawings, open_studio
from kiemen.report.workbook import workbook_bytes

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping
    from pathlib import Path

    from kiemen.network import Network
    from kiemen.read.project import Project
    from kiemen.report.content import Drawing
    from kiemen.report.figures import Picture
    from kiemen.results import Result

NOBODY_ASKED = mark(
    "Nobody was asked whether they may be named to colleagues: the pages name whoever took part. Ask people, and note "
    'yes or no for each in a column "may be named" of the personnel list, or say under [project] which column holds '
    'it: consenting = "...". Whoever does not say yes is then on no page of a colleague.'
)


def write_bundle(
    folder: str | os.PathLike[str],
    network: Network,
    results: Mapping[str, Result],
    project: Project,
    *,
    audience: str,
    overwrite: bool = False,
    ahead: Mapping[str, Picture] | None = None,
) -> Path:
    """Write a report with everything that goes with it into one folder.

    Parameters
    ----------
    folder
        New folder; with `overwrite`, one that was written here before.
    network
        The network the results were computed on.
    results
        Results by part.
    project
        Title, language, group column and facts about the project.
    audience
        Whom it is for.
    overwrite
        Whether an earlier folder may be replaced as a whole.
    ahead
        Pictures of the analyst's report that were drawn already, by key.

    Returns
    -------
    Path
        The page to open; for participants the folder.

    Raises
    ------
    InputError
        If the folder cannot be written, or participants would get empty pages.
    PrivacyError
        If it would show somebody who may not be shown.
    """
    check_audience(audience)
    check_folder(folder, overwrite=overwrite)
    if audience == "participant":
        if "suggestions" not in results:
            raise InputError("there are no suggestions, so there is nothing to put on a participant's page.")
        pages = personal_pages(
            network,
            suggestions=results["suggestions"],
            consenting=project.consenting,
            by=project.by,
            about=project.about,
            title=project.title,
        )
        return write_folder(folder, pages, overwrite=overwrite)
    earlier = [] if audience == "analyst" else project.earlier
    kept = earlier[0] if earlier else None
    build = partial(
        build_report,
        network,
        audience=audience,
        language=None,
        title=project.title,
        by=project.by,
        relation=project.relation,
        consenting=project.consenting,
        about=project.about,
        minimum_group=project.minimum_group or MINIMUM_GROUP,
        # The first is written here, and there is none before the first report.
        released=[file for file in earlier if file != kept or file.exists()],
        **dict[str, Any](results),
    )
    report = None if audience == "analyst" else build()
    wanted = _begun_early(network, results, project) if report is None else drawings_of(report.content)
    with open_studio(wanted, ahead if audience == "analyst" else None) as studio:
        report = report or build()
        workbook = workbook_bytes(report.content)
        drawn = {drawing.key: picture for drawing, picture in studio.pictures().items()}
    pictures = pictures_of(report.content, drawn)
    files = {
        "report.html": html_page(report.content, pictures).encode("utf-8"),
        "report.xlsx": workbook,
        **figure_files(pictures),
    }
    files = {name: report.guard.check(data, name) for name, data in files.items()}
    if kept is not None:
        # First: what is remembered and never shown hides a little more, what is shown and forgotten gives people away.
        remember_released(kept, report.content, wave=network.default_wave)
    return write_folder(folder, files, overwrite=overwrite) / "report.html"


def said_of_names(network: Network, project: Project, *, audience: str) -> str:
    """Say that nobody agreed to be named to the team, or was asked whether colleagues may read the name; else ""."""
    if audience == "team" and not consenting_people(network, project.consenting):
        return text(NOBODY_NAMED)
    if audience == "participant" and project.consenting is None and naming_column(network) is None:
        return text(NOBODY_ASKED)
    return ""


def _begun_early(network: Network, results: Mapping[str, Result], project: Project) -> list[Drawing]:
    """Give the analyst's pictures before the report is worded, which takes as long as drawing some of them."""
    findings = Findings(
        network=network,
        language=resolve_language(None),
        title="",
        by=project.by,
        relation=project.relation,
        declared=declared_adopters(network, None),
        results=results,
    )
    return analyst_drawings(findings)
