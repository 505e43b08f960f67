"""Tables speak of two people, their own pages to them."""

import re
from pathlib import Path

import pandas as pd
import pytest

from kiemen.report.build import build_report
from kiemen.report.personal import personal_pages
from kiemen.report.told import TO_THEM, to_them
from kiemen.results import Fact, Provenance, Result
from kiemen.suggest import reasons

VALUES = {"initiative": "Buurttuin", "group": "Zorg", "place": "Stadhuis", "via": "Kanarie"}


def test_every_open_reason_about_both_has_a_form_for_the_two():
    source = Path(reasons.__file__).read_text(encoding="utf-8")
    said = set(re.findall(r'_open\(\s*mark\("([^"]*)"\)', source))
    assert {message for message in said if re.search(r"\b([Bb]oth|them)\b", message)} == set(TO_THEM)
    assert not re.search(r"\b[Yy]ou both\b", source)


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("message", list(TO_THEM))
def test_the_two_are_addressed_on_their_own_page_alone(message, language):
    addressed = re.compile(r"\b(you|your|jullie|jou|je)\b", re.IGNORECASE)
    fact = Fact(message, VALUES, scope="open")
    assert to_them(fact).scope == "open"
    assert addressed.search(to_them(fact).say(language))
    assert not addressed.search(fact.say(language))


def test_what_is_not_about_both_stays_as_it_is():
    fact = Fact("It crosses the line.", {}, scope="team")
    assert to_them(fact) is fact


def test_tables_speak_of_them_and_pages_to_them(network):
    ids = [str(person) for person in network.ids]
    table = pd.DataFrame({"person": ids[:1], "other": ids[5:6]}, index=pd.Index(["a"], name="suggestion"))
    fact = Fact("Both take part in {initiative}.", {"initiative": "Buurttuin"}, scope="open")
    origin = Provenance.of(network, function="suggest_connections", settings={})
    plan = Result(table, {}, origin, facts={"a": (fact,)})
    for audience in ("analyst", "team"):
        page = build_report(network, audience=audience, language="en", suggestions=plan, consenting=ids).html()
        assert "Both take part in Buurttuin." in page
        assert "You both" not in page
    pages = personal_pages(network, suggestions=plan, consenting=ids, language="en")
    assert b"You both take part in Buurttuin." in pages["zqx00wv-kanarie00.html"]
