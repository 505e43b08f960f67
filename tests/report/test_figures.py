"""Pictures as files: the same twice, and without software name or date."""

from kiemen.report import build_report
from kiemen.report.figures import figure_files


def test_figures_are_the_same_twice_and_say_nothing_of_the_machine(network):
    one, other = (figure_files(build_report(network, audience="analyst", language="nl").pictures) for _ in range(2))
    assert one == other
    assert set(one) == {"collective.png", "collective.svg"}
    assert b"Software" not in one["collective.png"]
    assert b"<dc:date" not in one["collective.svg"]
