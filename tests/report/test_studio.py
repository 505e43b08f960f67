"""Drawing with a second process: the same files, and nothing lost when it fails."""

import contextvars
import os
import signal

import pytest

from kiemen._copies import may_copy
from kiemen.i18n import set_language
from kiemen.report import build_report, studio
from kiemen.report.content import Content, Drawing, Section
from kiemen.report.figures import drawings_of, figure_files, pictures_of
from kiemen.report.findings import Findings
from kiemen.report.studio import analyst_drawings, drawn_ahead, open_studio


def _content(*draws) -> Content:
    drawings = tuple(Drawing(f"picture {n}", draw, "a caption") for n, draw in enumerate(draws))
    section = Section(key="x", short="X", title="X", figures=drawings)
    return Content("Title", "For whom", "analyst", "en", (section,))


def _line(ax):
    ax.plot([0, 1], [0, 1])
    ax.set_title("A line", loc="left")


def test_two_processes_draw_what_one_draws(network, suggestions):
    report = build_report(network, audience="analyst", language="nl", suggestions=suggestions)
    with open_studio(drawings_of(report.content)) as opened:
        together = opened.pictures()
    assert list(together) == list(report.pictures)
    assert figure_files(together) == figure_files(report.pictures)
    assert [one.label for one in together.values()] == [one.label for one in report.pictures.values()]


def test_where_no_copy_can_be_made_all_is_drawn_here(monkeypatch):
    monkeypatch.setattr(studio, "may_copy", lambda: False)
    content = _content(_line, _line)
    with open_studio(drawings_of(content)) as opened:
        assert opened.answer is None
        assert [picture.label for picture in opened.pictures().values()] == ["A line", "A line"]


@pytest.mark.skipif(not may_copy(), reason="needs a system that copies processes, and two processors")
def test_a_copy_that_dies_or_fails_loses_no_picture():
    here = os.getpid()

    def deadly(ax):
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        _line(ax)

    def faulty(ax):
        if os.getpid() != here:
            raise OSError
        _line(ax)

    for draw in (deadly, faulty):
        with open_studio(drawings_of(_content(*[draw] * 6))) as opened:
            pictures = opened.pictures()
        assert [picture.label for picture in pictures.values()] == ["A line"] * 6
        assert all(picture.png for picture in pictures.values())


def test_what_goes_wrong_in_a_picture_is_raised_here():
    def faulty(ax):
        raise ValueError("no such column")

    with (
        pytest.raises(ValueError, match="no such column"),
        open_studio(drawings_of(_content(faulty, faulty, faulty))) as opened,
    ):
        opened.pictures()


def test_more_pictures_than_the_queue_holds_are_all_drawn(monkeypatch):
    monkeypatch.setattr(studio, "MOST_QUEUED", 1)
    with open_studio(drawings_of(_content(_line, _line, _line))) as opened:
        assert len(opened.pictures()) == 3


def test_pictures_drawn_ahead_are_those_of_the_report(network, suggestions):
    context = contextvars.copy_context()
    context.run(set_language, "nl")
    ahead = context.run(lambda: dict(drawn_ahead(network, {"suggestions": suggestions})))
    report = build_report(network, audience="analyst", language="nl", suggestions=suggestions)
    assert list(ahead) == ["suggestions"]
    with open_studio(drawings_of(report.content), ahead) as opened:
        assert opened.answer is None
        together = opened.pictures()
    assert figure_files(together) == figure_files(report.pictures)
    assert [one.label for one in together.values()] == [one.label for one in report.pictures.values()]
    assert ahead["suggestions"] in together.values()


def test_one_picture_is_not_worth_a_copy():
    with open_studio(drawings_of(_content(_line))) as opened:
        assert opened.answer is None


def test_pictures_begun_before_the_report_is_worded_are_those_of_the_report(network, suggestions):
    report = build_report(network, audience="analyst", language="nl", suggestions=suggestions)
    early = analyst_drawings(Findings(network, "nl", "", results={"suggestions": suggestions}))
    with open_studio(early) as opened:
        drawn = {drawing.key: picture for drawing, picture in opened.pictures().items()}
    assert list(drawn) == ["collective", "suggestions"]
    assert figure_files(pictures_of(report.content, drawn)) == figure_files(report.pictures)
