"""The facts for the works council."""

from kiemen.report.facts_page import facts_section
from kiemen.report.findings import Findings


def test_stated_facts_are_shown_and_missing_ones_are_called_missing(network):
    section = facts_section(Findings(network=network, language="en", title="", about={"purpose": "meeting each other"}))
    facts = dict(section.facts)
    assert facts["Purpose"] == "meeting each other"
    assert facts["Legal basis"] == "not stated; fill in [about] in the project file"
    for audience in ("team", "management"):
        read = facts_section(Findings(network=network, language="nl", title="", about={}), audience)
        assert dict(read.facts)["Grondslag"] == "niet opgegeven"
    assert "department" in facts["Data about people"]
    assert facts["Smallest group shown"] == "5"
    assert "Kanarie" not in str(section)


def test_which_questions_are_counted_is_said(network):
    section = facts_section(Findings(network=network, language="nl", title=""))
    facts = dict(section.facts)
    assert facts["Gebruikte enquêtevragen, naast die over de gegevens en verbindingen hierboven"] == "0"


def test_whom_participants_read_of_is_said(network):
    for language, said in (
        ("en", "where nobody was asked that, everybody who took part"),
        ("nl", "iedereen die meedeed"),
    ):
        facts = facts_section(Findings(network=network, language=language, title="")).facts
        assert any(said in value for _, value in facts)
