"""Tables speak of two people, their own pages to them."""

import re
from pathlib import Path

import pandas as pd
import pytest

from kiemen.report.build import build_report
from kiemen.report.personal import personal_pages
from kiemen.report.told import OF_THEM, of_them
from kiemen.results import Fact, Provenance, Result
from kiemen.suggest import reasons

VALUES = {"initiative": "Buurttuin", "group": "Zorg", "place": "Stadhuis", "via": "Kanarie"}


def test_every_reason_that_addresses_the_two_has_a_form_for_others():
    source = Path(reasons.__file__).read_text(encoding="utf-8")
    addressed = {said for said in re.findall(r'mark\("([^"]*)"\)', source) if re.search(r"\b[Yy]ou both\b", said)}
    assert addressed == set(OF_THEM)


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("message", list(OF_THEM))
def test_nobody_is_addressed(message, language):
    said = of_them(Fact(message, VALUES, scope="open"))
    assert said.scope == "open"
    assert not re.search(r"\b(you|your|jullie|jou|je)\b", said.say(language), re.IGNORECASE)
    assert said.say(language) != Fact(message, VALUES).say(language)


def test_what_addresses_nobody_stays_as_it_is():
    fact = Fact("It crosses the line.", {}, scope="team")
    assert of_them(fact) is fact


def test_tables_speak_of_them_and_pages_to_them(network):
    ids = [str(person) for person in network.ids]
    table = pd.DataFrame({"person": ids[:1], "other": ids[5:6]}, index=pd.Index(["a"], name="suggestion"))
    fact = Fact("You both take part in {initiative}.", {"initiative": "Buurttuin"}, scope="open")
    origin = Provenance.of(network, function="suggest_connections", settings={})
    plan = Result(table, {}, origin, facts={"a": (fact,)})
    for audience in ("analyst", "team"):
        page = build_report(network, audience=audience, language="en", suggestions=plan, consenting=ids).html()
        assert "Both take part in Buurttuin." in page
        assert "You both" not in page
    pages = personal_pages(network, suggestions=plan, consenting=ids, language="en")
    assert b"You both take part in Buurttuin." in pages["zqx00wv-kanarie00.html"]
