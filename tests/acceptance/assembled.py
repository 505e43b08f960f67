"""A municipality as a Network straight from what was drawn: no files, no typed names, nothing to mistake."""

import pandas as pd

from kiemen.datasets.gemeente import WAVES, Municipality
from kiemen.datasets.questions import NAME_QUESTIONS, SCALES
from kiemen.datasets.surveys import header
from kiemen.network import Network


def assembled(town: Municipality, wave: int = 0) -> Network:
    """Give people, memberships and one wave of the survey, of everybody who did not opt out of that wave."""
    name, _ = WAVES[wave]
    number = {person.token: person.number for person in town.people}
    rows = {row["id"]: row for row in (dict(zip(header(), cells, strict=True)) for cells in town.waves[wave].rows)}
    who = {key: number[row["token"]] for key, row in rows.items()}
    gone = {who[key] for key, row in rows.items() if row["toestemming"] == "N"}
    gone |= {person.number for person in town.people if person.objects}
    kept = [person for person in town.people if person.number not in gone]
    finished = [key for key, row in rows.items() if row["submitdate"] and who[key] not in gone]
    answered = {who[key] for key in finished}
    relation = {question.code: question.relation for question in NAME_QUESTIONS}
    known = {person.number for person in kept} | {contact.number for contact in town.contacts}
    ties = {
        (who[response], person, relation[column.split("[")[0]])
        for _, response, column, _, person in town.waves[wave].truth
        if response in finished and person in known
    }
    return Network.from_frames(
        people=_people(town, kept),
        participation=pd.DataFrame(
            [(p.number, name, "answered" if p.number in answered else "not answered") for p in kept],
            columns=["person", "wave", "status"],
        ),
        ties=pd.DataFrame(sorted(ties), columns=["source", "target", "relation"]).assign(wave=name),
        relations=pd.DataFrame({"relation": sorted(relation.values()), "directed": True, "asked": True}),
        memberships=_memberships(town, gone),
        items=_items(),
        responses=pd.DataFrame(
            [
                (who[key], name, column, float(rows[key][column][1]))
                for key in finished
                for scale in SCALES
                for column in scale.columns()
                if rows[key][column]
            ],
            columns=["person", "wave", "item", "value"],
        ),
    )


def _people(town: Municipality, kept: list) -> pd.DataFrame:
    inside = [(p.number, p.name.full, True, p.department, p.team, p.role) for p in kept]
    outside = [(c.number, c.name.full, False, None, None, c.kind) for c in town.contacts]
    return pd.DataFrame(inside + outside, columns=["person", "name", "inside", "department", "team", "role"])


def _memberships(town: Municipality, gone: set[str]) -> pd.DataFrame:
    rows = [
        (town.people[index].number, initiative.name, initiative.day(days))
        for initiative in town.initiatives
        for index, days in initiative.members.items()
        if town.people[index].number not in gone
    ]
    return pd.DataFrame(rows, columns=["person", "initiative", "start"])


def _items() -> pd.DataFrame:
    rows = [
        (column, scale.name, 1.0, 5.0, place in scale.reversed)
        for scale in SCALES
        for place, column in enumerate(scale.columns(), start=1)
    ]
    return pd.DataFrame(rows, columns=["item", "scale", "low", "high", "reversed"])
