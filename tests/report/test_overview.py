"""The board: everything at a glance, escaped, in either language, with what is missing and why."""

import contextvars
import copy
import pickle
from dataclasses import replace
from html import escape

import pandas as pd
import pytest

from kiemen.errors import InputError
from kiemen.i18n import set_language
from kiemen.network import Network
from kiemen.report.overview import Overview, build_overview
from kiemen.report.sections import says_nothing
from kiemen.results import Fact, Provenance, Result

HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def network() -> Network:
    people = pd.DataFrame(
        {
            "person": [f"p{n:02d}" for n in range(24)],
            "name": [HOSTILE, *(f"Naam {n}" for n in range(1, 24))],
            "department": [HOSTILE if n < 12 else "Wijken" for n in range(24)],
        }
    )
    pairs = [(a, b) for a in range(24) for b in range(a) if (a + 3 * b) % 7 == 0 or (a // 12 == b // 12 and a - b < 3)]
    ties = pd.DataFrame([(f"p{a:02d}", f"p{b:02d}") for a, b in pairs], columns=["source", "target"])
    return Network.from_frames(people, ties)


@pytest.fixture(scope="module")
def overview(network):
    return build_overview(network, progress=False)


def test_parts_without_adopters_are_there_and_the_rest_says_why(overview):
    assert {"bridges", "walls", "patterns"} <= set(overview.results)
    assert {"adopters", "suggestions", "forecast"} <= set(overview.missing)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_board_is_in_the_language_and_escaped(overview, language):
    def shown() -> str:
        set_language(language)
        return overview._repr_html_()

    page = contextvars.copy_context().run(shown)
    assert {"nl": "Weggelaten", "en": "Left out"}[language] in page
    drawn = [part for part, result in overview.results.items() if not says_nothing(result, part)]
    assert page.count("<svg") == 1 + len(drawn)
    assert "<img" not in page
    assert "&lt;img" in page
    assert "http" not in page.replace("http://www.w3.org/", "")


def test_what_has_no_picture_says_its_finding(overview):
    """A picture without anything in it is a hole in the board."""
    patterns = overview.results["patterns"]
    none = replace(patterns, table=patterns.table.assign(found=False))
    page = replace(overview, results={"patterns": none})._repr_html_()
    assert page.count("<svg") == 1
    assert escape(patterns.headline[0].say()) in page


def test_too_few_meetings_for_a_picture_are_listed(network, overview):
    table = pd.DataFrame({"gain": [2.0, 1.0], "gain_low": [1.0, -1.0]}, index=pd.Index([1, 2], name="meeting"))
    facts = {1: (Fact("At the table: {who}.", {"who": "<b>An"}),), 2: (Fact("At the table: {who}.", {"who": "Cas"}),)}
    origin = Provenance.of(network, function="suggest_meetings", settings={})
    page = replace(overview, results={"meetings": Result(table, {}, origin, facts=facts)})._repr_html_()
    assert "At the table: &lt;b&gt;An." in page
    # What brings nothing for sure is not put on the board.
    assert "Cas" not in page


def test_the_ink_is_that_of_the_page_around_it(overview):
    """Dark ink of its own would not be seen on the dark page of an exported notebook."""
    board = overview._repr_html_().split("--ink:")[1].split(";")[0]
    assert "currentColor" in board
    assert "#" not in board


def test_one_person_is_explained_over_all_results(overview):
    said = overview.explain("p03", language="en")
    assert said.startswith("Naam 3")
    assert "Bridges:" in said
    with pytest.raises(InputError, match="Did you mean"):
        overview.explain("p003")


def test_pairs_are_explained_to_both(network):
    found = build_overview(network, parts=["bridges"], progress=False)
    table = pd.DataFrame({"person": ["p01"], "other": ["p02"]}, index=pd.Index(["p01 – p02"], name="suggestion"))
    bridges = found.results["bridges"]
    pair = type(bridges)(table, {}, bridges.provenance, facts={"p01 – p02": bridges.facts[bridges.table.index[0]]})
    board = type(found)(network, {"suggestions": pair})
    assert board.explain("p02", language="en") != board.explain("p05", language="en")


def test_somebody_in_several_pairs_hears_of_each_by_itself(network):
    table = pd.DataFrame({"person": ["p01", "p01"], "other": ["p02", "p05"]}, index=pd.Index(["a", "b"]))
    holds = Fact("It holds in {share:.0%}.", {"share": 0.67})
    facts = {"a": (Fact("Both work here."), holds, holds), "b": (holds, Fact("Not under a threshold."))}
    origin = Provenance.of(network, function="suggest_connections", settings={})
    board = Overview(network, {"suggestions": Result(table, {}, origin, facts=facts)})
    said = board.explain("p01", language="en").splitlines()
    one, other = said.index("Naam 1 – Naam 2:"), said.index("Naam 1 – Naam 5:")
    assert said[one:other] == ["Naam 1 – Naam 2:", "Both work here.", "It holds in 67%."]
    assert said[other:] == ["Naam 1 – Naam 5:", "It holds in 67%.", "Not under a threshold."]


def test_it_becomes_a_report_and_travels(overview):
    report = overview.build_report(audience="analyst", language="en")
    assert report.audience == "analyst"
    for there in (copy.deepcopy(overview), pickle.loads(pickle.dumps(overview))):  # noqa: S301  our own bytes
        assert there.summary("nl") == overview.summary("nl")
        assert repr(there) == repr(overview)


def test_unknown_parts_and_columns_are_refused(network):
    with pytest.raises(InputError, match="Did you mean 'bridges'"):
        build_overview(network, parts=["bridge"])
    with pytest.raises(InputError, match="departement"):
        build_overview(network, by="departement", parts=["walls"], progress=False)


def test_nothing_is_printed(network, capsys):
    build_overview(network, parts=["bridges"])._repr_html_()
    out, err = capsys.readouterr()
    assert not out
    assert not err


def test_a_person_is_found_by_what_is_shown_of_them():
    people = pd.DataFrame(
        {"person": ["1", "2", "3", "4"], "name": ["An", "Bo", "Bo", "3"], "team": ["x", "x", "y", "y"]}
    )
    ties = pd.DataFrame({"source": ["1", "2", "3"], "target": ["2", "3", "4"], "weight": 1.0})
    board = build_overview(Network.from_frames(people, ties), parts=["bridges"])
    assert board.explain(1) == board.explain(1.0) == board.explain("An") == board.explain("1")
    assert board.explain(3) == board.explain("3")
    with pytest.raises(InputError, match="2 people are called 'Bo'; give the id: 2, 3"):
        board.explain("Bo")
    with pytest.raises(InputError, match="Did you mean 'An'"):
        board.explain("Ann")
