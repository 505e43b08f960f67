"""What to do next: what the project file could still say, and no more than that."""

import pandas as pd
import pytest

from kiemen.errors import InputError
from kiemen.network import Network
from kiemen.read.nominations import UNSURE
from kiemen.read.project import Project
from kiemen.read.respondents import ANONYMOUS
from kiemen.read.submissions import UNFINISHED
from kiemen.report.advice import next_steps

TIES = pd.DataFrame({"source": ["a", "b"], "target": ["b", "c"], "relation": ["samen", "durft"]})
PEOPLE = pd.DataFrame({"person": ["a", "b", "c"], "team": ["x", "x", "y"]})
ASKED = pd.DataFrame({"relation": ["samen", "durft"], "directed": [True, True], "asked": [True, True]})


def project(tmp_path, **more) -> Project:
    return Project(folder=tmp_path, steps=(), **{"title": "Proef", **more})


def test_a_project_that_says_everything_is_told_to_go_on(tmp_path):
    network = Network.from_frames(PEOPLE, TIES, relations=ASKED)
    said = next_steps(network, project(tmp_path, relation="samen", share=0.1, about={"purpose": "x"}), "nl")
    assert said == ["Meer is niet nodig: kiemen report"]
    unnamed = Network.from_frames(PEOPLE.rename(columns={"team": "plek"}), TIES, relations=ASKED)
    said = next_steps(unnamed, project(tmp_path, relation="samen", share=0.1, about={"purpose": "x"}, by="plek"), "nl")
    assert said == ["Meer is niet nodig: kiemen report"]


def test_a_report_without_a_name_of_its_own_is_asked_for_one(tmp_path):
    network = Network.from_frames(ties=TIES, relations=ASKED)
    for title, asked in ((None, True), (tmp_path.name, True), ("Samen vernieuwen", False)):
        said = next_steps(network, project(tmp_path, title=title), "nl")
        assert any("Geef het rapport een titel" in line for line in said) is asked


def test_what_is_missing_is_named_before_the_next_command(tmp_path):
    items = pd.DataFrame(
        {"item": ["q1", "q2", "q3"], "label": ["One?", "Two?", "Open"], "kind": ["scale", "scale", "text"]}
    )
    ledger = pd.DataFrame({"source": ["s"], "row": [2], "part": ["cell"], "action": ["set aside"], "reason": [UNSURE]})
    ties = TIES.assign(relation=["samen", "advies"])
    asked = ASKED.assign(relation=["samen", "advies"])
    network = Network.from_frames(PEOPLE, ties, relations=asked, items=items, ledger=ledger)
    said = next_steps(network, project(tmp_path), "en")
    assert said[0].startswith("1 name is not certain")
    assert said[1].startswith("Nothing points to early adopters")
    assert said[2].startswith("2 statements belong to no scale and are not used (One?, …)")
    assert '"advies", "samen"' in said[3]
    assert 'relation = "samen"' in said[3]
    assert "[about]" in said[4]
    assert said[5:] == ["Then: kiemen report"]


def test_names_to_decide_are_counted_once_and_the_command_is_whole(tmp_path):
    cells = {"part": "cell", "action": "set aside", "reason": UNSURE}
    rows = [("Enquête 1", "Kees: 1 (0.6)"), ("Enquête 1", "Kees: 1 (0.6)"), ("Enquête 1", "Jo: 2 (0.6)")]
    steps = ({"with": "roster", "file": "staff.csv"}, {"with": "survey", "file": "in/Enquête 1.xlsx"})
    told = pd.DataFrame([{"source": one, "row": 2, "value": value, **cells} for one, value in rows])
    said = next_steps(Network.from_frames(ties=TIES, ledger=told), Project(folder=tmp_path, steps=steps), "en")[0]
    assert said.startswith("2 names are not certain.")
    assert '(kiemen check "in/Enquête 1.xlsx" --roster staff.csv --review names.csv)' in said
    begun = (steps[0], {**steps[1], "decisions": "namen.csv"})
    said = next_steps(Network.from_frames(ties=TIES, ledger=told), Project(folder=tmp_path, steps=begun), "en")[0]
    assert said.startswith("2 names are not certain yet: say in namen.csv who is meant")
    told = pd.concat([told, told[:1].assign(source="other")], ignore_index=True)
    said = next_steps(Network.from_frames(ties=TIES, ledger=told), Project(folder=tmp_path, steps=steps), "nl")[:2]
    assert 'decisions = "namen1.csv"' in said[0]
    assert "kiemen check SURVEY --roster staff.csv --review namen2.csv" in said[1]
    alone = Project(folder=tmp_path, steps=steps[1:])
    said = next_steps(Network.from_frames(ties=TIES, ledger=told[:3]), alone, "en")[0]
    assert '(kiemen check "in/Enquête 1.xlsx" --review names.csv)' in said


@pytest.mark.parametrize("file", ["Vragenlijst(1-58).xlsx", "R&D.csv", "een;twee.csv", "lijst 1.csv"])
def test_a_name_that_a_shell_would_take_apart_is_quoted(tmp_path, file):
    cells = {"part": "cell", "action": "set aside", "reason": UNSURE, "row": 2, "value": "Kees: 1 (0.6)"}
    ledger = pd.DataFrame([{"source": file.rpartition(".")[0], **cells}])
    steps = ({"with": "roster", "file": file}, {"with": "survey", "file": file})
    said = next_steps(Network.from_frames(ties=TIES, ledger=ledger), Project(folder=tmp_path, steps=steps), "en")[0]
    assert f'(kiemen check "{file}" --roster "{file}" --review names.csv)' in said


def test_ties_that_were_not_read_are_told_now_and_not_by_the_report(tmp_path):
    network = Network.from_frames(ties=TIES, relations=ASKED)
    with pytest.raises(InputError, match=r"there are no ties called 'samne'\. Did you mean 'samen'"):
        next_steps(network, project(tmp_path, relation=["samne"]))


def test_members_are_evidence_enough(tmp_path):
    members = pd.DataFrame({"person": ["a"], "initiative": ["x"]})
    said = next_steps(Network.from_frames(ties=TIES[:1], memberships=members), project(tmp_path), "en")
    assert not any("Nothing points to" in line for line in said)
    assert any("share = 0.1" in line for line in said)
    stated = next_steps(Network.from_frames(ties=TIES[:1], memberships=members), project(tmp_path, share=0.2), "en")
    assert not any("early adopters" in line for line in stated)


def test_statements_that_stand_together_ask_what_they_measure(tmp_path):
    items = pd.DataFrame({"item": ["v1", "v2"], "scale": ["vern", "vern"], "kind": ["scale", "scale"]})
    network = Network.from_frames(ties=TIES[:1], items=items)
    assert any("measure is not said yet" in line and "vern" in line for line in next_steps(network, project(tmp_path)))
    named = project(tmp_path, scales=({"name": "vern"},))
    assert any("Nothing is computed with" in line and "names: vern." in line for line in next_steps(network, named))
    used = project(tmp_path, scales=({"name": "vern"},), settings={"ingredients": {"scales": {"spark": "vern"}}})
    assert not any("vern" in line for line in next_steps(network, used))
    dutch = Network.from_frames(ties=TIES[:1], items=items.assign(scale="Vernieuwingsgezindheid"))
    assert not any("Nothing is computed" in line for line in next_steps(dutch, named))
    known = Network.from_frames(ties=TIES[:1], items=items.assign(scale="room"))
    assert not any("not said yet" in line for line in next_steps(known, project(tmp_path)))


def test_ties_that_nobody_was_asked_about_count_too_and_are_named(tmp_path):
    ties = TIES.assign(relation=["samen", "meeting"])
    relations = pd.DataFrame({"relation": ["samen", "meeting"], "directed": [True, False], "asked": [True, False]})
    said = next_steps(Network.from_frames(ties=ties, relations=relations), project(tmp_path), "en")
    (line,) = (line for line in said if "All kinds of ties" in line)
    assert '"meeting", "samen"' in line
    assert 'relation = "samen"' in line


def test_where_no_column_goes_by_a_usual_name_it_is_asked_which_has_the_groups(tmp_path):
    more = {"job": ["cook", "cook", "clerk", "clerk"], "plek": ["Werf", "Werf", "Huis", "Huis"]}
    more["Agrees"] = ["yes", "no", "yes", "no"]
    own = {"code": list("pqrs"), "age": [30, 30, 40, 40], "email": ["x@y", "x@y", "z@y", "z@y"]}
    people = pd.DataFrame({"person": list("abcd"), **more, **own})
    said = next_steps(Network.from_frames(people, TIES), project(tmp_path), "en")
    (line,) = (line for line in said if "No column with groups" in line)
    assert 'by = "plek" under [project]. There is: plek, job.' in line
    none = Network.from_frames(people[["person", "age", "code"]], TIES)
    (line,) = (line for line in next_steps(none, project(tmp_path), "nl") if "geen kolom met groepen" in line)
    assert "Lees een lijst van mensen in" in line


def aside(reason, n):
    ledger = pd.DataFrame({"source": "lijst", "row": range(2, 2 + n), "part": "row", "action": "set aside"})
    counted = pd.DataFrame({"source": ["lijst"], "file": ["in/lijst.csv"], "rows_read": [20], "rows_set_aside": [n]})
    return Network.from_frames(PEOPLE, TIES, ledger=ledger.assign(reason=reason), sources=counted)


def test_a_survey_of_which_most_is_set_aside_comes_first(tmp_path):
    read = Project(folder=tmp_path, steps=({"with": "survey", "file": "in/lijst.csv"},))
    said = next_steps(aside(ANONYMOUS, 20), read, "nl")[0]
    assert said.startswith("Van 20 van de 20 antwoorden in in/lijst.csv is niet bekend van wie ze zijn")
    assert "respondent =" in said
    said = next_steps(aside(UNFINISHED, 11), read, "en")[0]
    assert said.startswith("Of the 20 answers in in/lijst.csv 11 are set aside")
    assert UNFINISHED in said
    assert not any("set aside" in line for line in next_steps(aside(UNFINISHED, 10), read, "en"))
    roster = Project(folder=tmp_path, steps=({"with": "roster", "file": "in/lijst.csv"},))
    assert not any("set aside" in line for line in next_steps(aside(UNFINISHED, 20), roster, "en"))
