"""Pictures as files: the same twice, and without software name or date."""

from kiemen.plots.style import dress
from kiemen.report import build_report
from kiemen.report.content import Drawing
from kiemen.report.figures import figure_files, picture_of


def test_figures_are_the_same_twice_and_say_nothing_of_the_machine(network):
    one, other = (figure_files(build_report(network, audience="analyst", language="nl").pictures) for _ in range(2))
    assert one == other
    assert set(one) == {"collective.png", "collective.svg"}
    assert b"Software" not in one["collective.png"]
    assert b"<dc:date" not in one["collective.svg"]


def test_title_and_note_are_named_and_measured_for_narrow_pages():
    def draw(ax):
        ax.barh(["a", "b"], [1, 2])
        ax.set_xlabel("how many")
        dress(ax, title="What this picture shows " * 6, subtitle="What its lines are")

    picture = picture_of(Drawing("walls", draw, "", (8.0, 4.0)))
    assert b'id="walls-title"' in picture.svg
    assert b'id="walls-note"' in picture.svg
    assert picture.label == ("What this picture shows " * 6).strip()
    assert picture.note == "What its lines are"
    assert picture.across == "how many"
    assert 0.05 < picture.head < 0.25


def test_a_picture_for_a_phone_is_drawn_again_without_its_title():
    def draw(ax):
        ax.barh(["a", "b"], [1, 2])
        dress(ax, title="What this picture shows", subtitle="What its lines are")

    picture = picture_of(Drawing("walls", draw, "", (8.0, 4.0), narrow=(4.2, 3.0)))
    assert b"What this picture shows" in picture.svg
    assert b"What this picture shows" not in picture.narrow
    assert b"What its lines are" not in picture.narrow
    assert b'viewBox="0 0 302.4 216"' in picture.narrow
    assert picture_of(Drawing("walls", draw, "", (8.0, 4.0))).narrow == b""


def test_a_picture_without_a_title_has_nothing_above_it():
    picture = picture_of(Drawing("bare", lambda ax: ax.plot([0, 1]), "Read it so."))
    assert (picture.label, picture.note, picture.head, picture.across) == ("Read it so.", "", 0.0, "")
