"""The folder of the command line."""

from dataclasses import replace
from pathlib import Path

import pytest

from kiemen.errors import InputError, PrivacyError
from kiemen.read.project import Project
from kiemen.report.build import build_report
from kiemen.report.bundle import said_of_names, write_bundle


@pytest.fixture
def project() -> Project:
    return Project(folder=Path(), steps=(), title="Kiemstad", by="department", about={"purpose": "meeting"})


def test_page_workbook_and_figures_in_one_folder(network, suggestions, project, tmp_path):
    page = write_bundle(tmp_path / "out", network, {"suggestions": suggestions}, project, audience="analyst")
    assert page.name == "report.html"
    assert {"report.xlsx", "collective.svg", "suggestions.png"} <= {path.name for path in page.parent.iterdir()}
    assert "Kiemstad" in page.read_text(encoding="utf-8")
    with pytest.raises(InputError, match="overwrite"):
        write_bundle(tmp_path / "out", network, {}, project, audience="analyst")
    write_bundle(tmp_path / "out", network, {}, project, audience="management", overwrite=True)
    assert "suggestions.png" not in {path.name for path in page.parent.iterdir()}


def test_participants_get_their_pages(network, suggestions, project, tmp_path):
    folder = write_bundle(tmp_path / "out", network, {"suggestions": suggestions}, project, audience="participant")
    assert "mailmerge.csv" in {path.name for path in folder.iterdir()}
    with pytest.raises(InputError, match="no suggestions"):
        write_bundle(tmp_path / "y", network, {}, project, audience="participant")
    with pytest.raises(PrivacyError):
        write_bundle(tmp_path / "x", network, {}, project, audience="")


def test_that_nobody_was_asked_for_the_name_is_said_for_the_team_and_for_participants(network, project):
    asked = replace(project, consenting="agrees")
    for answer, team in (("yes", False), ("no", True)):
        having = network.replace(people=network.people.assign(agrees=answer))
        assert bool(said_of_names(having, asked, audience="team")) == team
        assert said_of_names(having, asked, audience="participant") == ""
        # A column that says so by its name was asked too.
        by_name = network.replace(people=network.people.assign(**{"may be named": answer}))
        assert said_of_names(by_name, project, audience="participant") == ""
    assert "the pages name whoever took part" in said_of_names(network, project, audience="participant")
    assert "Nobody is named in this report" in said_of_names(network, project, audience="team")
    assert said_of_names(network, project, audience="management") == ""


def test_of_several_files_with_what_was_shown_the_first_is_added_to(network, project, tmp_path):
    old = build_report(network, audience="management").write_released(tmp_path / "old.json")
    before = old.read_text(encoding="utf-8")
    told = replace(project, folder=tmp_path, released=["new.json", "old.json"])
    for _ in range(2):
        write_bundle(tmp_path / "out", network, {}, told, audience="management", overwrite=True)
    assert (tmp_path / "new.json").exists()
    assert old.read_text(encoding="utf-8") == before
    with pytest.raises(InputError, match=r"gone\.json is not a file written by"):
        write_bundle(
            tmp_path / "x", network, {}, replace(told, released=["new.json", "gone.json"]), audience="management"
        )
