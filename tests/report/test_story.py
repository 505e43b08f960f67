"""The first page: the finding first, in words that need no analyst."""

from dataclasses import replace

import pandas as pd
import pytest

from kiemen.adoption.reasons import AGREE_BY_CHANCE
from kiemen.measures.projection import build_projection
from kiemen.network import Network
from kiemen.report import build_report
from kiemen.report.editions import edition
from kiemen.report.findings import Findings
from kiemen.report.story import adopters_line, described, listed, management_actions, story_numbers
from kiemen.report.workbook import story_table
from kiemen.results import Fact, Provenance, Result
from kiemen.suggest.outcomes import NOBODY
from tests.report.conftest import make, suggestions_of


def ranked(network, top10):
    ids = [str(person) for person in network.ids[: len(top10)]]
    table = pd.DataFrame(
        {"propensity": [1 - n / 10 for n in range(len(ids))], "top10": top10}, index=pd.Index(ids, name="person")
    )
    return Result(table, {}, Provenance.of(network, function="example", settings={}))


def test_names_are_listed_as_a_person_writes_them():
    assert listed(["An"], "en") == "An"
    assert listed(["An", "Bo", "Chaima"], "nl") == "An, Bo en Chaima"
    assert listed([f"P{n}" for n in range(12)], "en").endswith("P7 and 4 others")
    assert listed([], "en") == ""


def test_only_who_stands_out_for_certain_is_said_to_be_an_early_adopter():
    network = make(12)
    sure = Findings(network=network, language="en", title="", results={"adopters": ranked(network, [0.9, 0.85, 0.4])})
    assert "2 colleagues most likely" in adopters_line(sure)
    assert "Kanarie02" not in adopters_line(sure)
    unsure = Findings(network=network, language="en", title="", results={"adopters": ranked(network, [0.5, 0.3])})
    assert adopters_line(unsure).startswith("Nobody stands out for certain")
    declared = Findings(network=network, language="nl", title="", declared=frozenset({str(network.ids[0])}))
    assert adopters_line(declared) == "Van 1 collega is bekend dat die begonnen is: Zqx00wv Kanarie00."


def test_an_order_that_may_be_chance_is_doubted_wherever_people_are_named_by_it(network):
    chance = Fact(AGREE_BY_CHANCE, {"r": -0.07, "n": 40})
    people = [str(person) for person in network.ids]
    for cautions in ((), (chance,)):
        found = replace(ranked(network, [0.9, 0.85, 0.4]), cautions=cautions)
        findings = Findings(
            network=network, language="en", title="", results={"adopters": found}, consenting=frozenset(people)
        )
        doubted = bool(cautions)
        assert ("better than chance" in adopters_line(findings)) is doubted
        assert ("most likely already" in adopters_line(findings)) is not doubted
        for audience in ("analyst", "team"):
            named = next(part for part in edition(findings, audience).sections if part.key == "collective")
            assert any("better than chance" in line for line in named.cautions) is doubted
        everybody = replace(ranked(network, [0.5] * len(people)), cautions=cautions)
        for audience in ("management", "team"):
            by = replace(findings, by="department", results={"adopters": everybody})
            (groups,) = (part for part in edition(by, audience).sections if part.key == "groups")
            assert any("better than chance" in line for line in groups.cautions) is doubted
        on_record = replace(findings, declared=frozenset(people[:2]))
        assert "better than chance" not in adopters_line(on_record)


def test_ties_are_counted_as_pairs_of_people(network):
    doubled = network.replace(ties=pd.concat([network.ties, network.ties.assign(wave="later")]))
    numbers = [
        {label: value for value, label in story_numbers(Findings(network=one, language="en", title=""))}
        for one in (network, doubled)
    ]
    assert numbers[0]["pairs who know each other"] == numbers[1]["pairs who know each other"]


def test_management_is_told_who_has_the_list_where_there_is_one(network):
    def told(**results):
        findings = Findings(network=network, language="en", title="", by="department", results=results)
        return [why for action in edition(findings, "management").sections[0].actions for why in action.why]

    plan = suggestions_of(network)
    assert sum("The analyst has the list" in why for why in told(suggestions=plan)) == 1
    assert not any("the list" in why for why in told())
    assert not any("the list" in why for why in told(suggestions=replace(plan, headline=(Fact(NOBODY),))))


def test_the_team_is_told_what_to_do_when_nobody_agreed_yet(network):
    findings = Findings(
        network=network, language="en", title="", by="department", results={"suggestions": suggestions_of(network)}
    )
    story = edition(findings, "team").sections[0]
    assert story.actions[0].text == "Ask the people concerned whether the team may know their names."
    assert "3 suggestions" in story.actions[0].why[0]
    assert "nobody is on record" in story.cautions[0]


def test_management_is_never_left_without_something_to_do(network):
    findings = Findings(network=network, language="en", title="", by="department")
    assert edition(findings, "management").sections[0].actions


def found_by(network, **tables):
    return {
        part: Result(table, {}, Provenance.of(network, function=part, settings={})) for part, table in tables.items()
    }


def test_management_is_told_no_more_of_what_was_not_found_than_could_be_looked_at(network):
    pair = pd.DataFrame({"group": ["Zorg"], "other": ["ICT"], "wall": [False], "strong": [False], "testable": [True]})
    silo = pd.DataFrame({"kind": ["silo"], "group": ["Zorg"], "people": [10], "found": [False]})
    alone = silo.assign(kind="adopters alone", group="")

    def told(shown=("ICT", "Zorg"), **tables):
        findings = Findings(network=network, language="en", title="", results=found_by(network, **tables))
        action, *_ = management_actions(findings, shown, [])
        return action.text, *action.why

    asked, both = told(patterns=silo, walls=pair)
    assert asked.startswith("Ask those who already try it")
    assert both.startswith("No pattern and no wall stands out")
    for tables in ({"patterns": silo}, {"patterns": silo, "walls": pair.assign(testable=False)}):
        assert told(**tables)[1].endswith("walls between groups could not be looked for.")
    assert told(walls=pair, patterns=alone)[1].endswith("patterns in groups could not be looked for.")
    for tables in ({}, {"patterns": alone}, {"patterns": silo.iloc[:0], "walls": pair.iloc[:0]}):
        assert told(**tables)[1].startswith("Patterns and walls that would ask for something else first could not")
    assert told(shown=("Zorg",), walls=pair)[1].startswith("Patterns and walls")
    across, why = told(patterns=silo, walls=pair.assign(wall=True))
    assert across == "Have people of different groups take up a case together."
    assert "no wall stands out" in why


def test_where_everybody_is_an_early_adopter_nobody_is_sought_and_nothing_is_suggested(network):
    plan = suggestions_of(network)
    results = {"adopters": ranked(network, [0.5, 0.3]), "suggestions": replace(plan, table=plan.table.iloc[:0])}
    findings = Findings(
        network=network, language="en", title="", results=results, wanted_share=1.0, consenting=frozenset(network.ids)
    )
    assert adopters_line(findings).startswith("Everybody is taken to be an early adopter")
    assert adopters_line(replace(findings, wanted_share=0.5)).startswith("Nobody stands out")
    for audience in ("analyst", "team"):
        assert edition(findings, audience).sections[0].actions == (), "no asking whether 0 suggestions may be seen"
    page = build_report(network, audience="analyst", language="en", suggestions=results["suggestions"]).html()
    assert "There is nothing to suggest for this month." in page
    assert "computed for this report" not in page


def answered(network, n):
    ids = [str(person) for person in network.ids]
    status = ["answered"] * n + ["not answered"] * (len(ids) - n)
    return network.replace(participation=pd.DataFrame({"person": ids, "wave": "spring", "status": status}))


@pytest.mark.parametrize("audience", ["analyst", "management", "team"])
def test_few_answers_are_told_on_the_first_page(network, audience):
    few = Findings(network=answered(network, 16), language="nl", title="")
    assert any(line.startswith("40% van de gevraagden") for line in edition(few, audience).sections[0].cautions)
    enough = Findings(network=answered(network, 36), language="nl", title="")
    assert not any("gevraagden" in line for line in edition(enough, audience).sections[0].cautions)


def test_without_ties_the_first_thing_to_do_is_to_ask_for_them(network):
    bare = Findings(network=network.replace(ties=network.ties.iloc[:0]), language="en", title="")
    story = edition(bare, "analyst").sections[0]
    assert story.actions[0].text.startswith("Find out who works with whom")
    assert not any("know each other" in label for _, label in story.numbers)


@pytest.mark.parametrize("audience", ["analyst", "management", "team"])
def test_ties_that_are_an_assumption_are_told_on_the_first_page(network, audience):
    ids = [str(person) for person in network.ids]
    members = pd.DataFrame({"person": ids, "initiative": [f"project {n % 6}" for n in range(len(ids))]})
    tied = build_projection(network.replace(ties=network.ties.iloc[:0], memberships=members))
    story = edition(Findings(network=tied, language="en", title=""), audience).sections[0]
    assert any(line.startswith("Nobody was asked whom they work with") for line in story.cautions)
    assert "pairs in one initiative" in {label for _, label in story.numbers}
    asked = edition(Findings(network=network, language="en", title=""), audience).sections[0]
    assert not any("Nobody was asked" in line for line in asked.cautions)


def test_a_contact_outside_is_called_that_beside_colleagues_with_a_group():
    people = pd.DataFrame(
        {"person": ["a", "c"], "name": ["An", "Cor"], "department": ["Zorg", None], "inside": [True, False]}
    )
    network = Network.from_frames(people, pd.DataFrame({"source": ["a"], "target": ["c"]}))
    found = Findings(network=network, language="nl", title="")
    assert described(found, "c") == "Cor (contact buiten)"
    assert described(found, "a").startswith("An")


def test_pairs_that_bring_nobody_are_not_put_forward_without_saying_so(network):
    plans = replace(suggestions_of(network), headline=(Fact(NOBODY),))
    named = frozenset(map(str, network.ids))
    findings = Findings(
        network=network, language="en", title="", by="department", results={"suggestions": plans}, consenting=named
    )
    for audience in ("analyst", "team"):
        story = edition(findings, audience).sections[0]
        assert story.actions[0].text.startswith("Bring ")
        assert story.before_actions.startswith("Do not expect growth from bringing people together")
    management = edition(findings, "management").sections[0]
    assert management.before_actions == ""
    assert any(line.startswith("Nobody more is expected to take part") for line in management.lead)
    page = build_report(network, audience="analyst", language="nl", by="department", suggestions=plans)
    assert "Verwacht geen groei van mensen bij elkaar brengen" in page.html()
    assert "Verwacht geen groei" in page._repr_html_()
    assert story_table(page.content)["Wat er staat"].str.startswith("Verwacht geen groei").any()
