"""What shows each ingredient, person by person, and what stays unknown."""

import numpy as np
import pandas as pd

from kiemen.diagnosis.indicators import INGREDIENTS, gather_indicators
from kiemen.network import Network
from tests.diagnosis.scenes import scene_of


def network(**more) -> Network:
    people = pd.DataFrame(
        {
            "person": list("abcdx"),
            "department": ["L", "L", "R", "R", None],
            "role": ["", "", "teamleider", "", "ondernemer"],
            "inside": [True] * 4 + [False],
        }
    )
    ties = pd.DataFrame({"source": ["a", "b"], "target": ["c", "x"]})
    return Network.from_frames(
        people,
        ties,
        memberships=pd.DataFrame({"person": ["a", "d"], "initiative": ["Groen", "Groen"]}),
        events=pd.DataFrame(
            {"event": ["e1", "e2"], "kind": ["result", "action"], "initiative": ["Groen", ""], "person": ["", "b"]}
        ),
        items=pd.DataFrame({"item": ["r"], "scale": ["room"], "low": [1], "high": [5]}),
        responses=pd.DataFrame({"person": ["a", "b"], "item": "r", "value": [5, 2]}),
        **more,
    )


def by_name(found):
    return {one.name: one.per_person[:4].tolist() for one in found}


def test_values_by_hand():
    found = gather_indicators(scene_of(network(), ["a"]), scales=None, roles=None, wave=None)
    values = by_name(found)
    assert values["results shown"] == [1, 0, 0, 1]
    assert values["actions done"] == [0, 1, 0, 0]
    assert values["meets others"] == [1, 1, 0, 1]  # Groen joins L and R; b knows somebody outside
    assert values["allies near"] == [1, 1, 1, 0]  # c is a team lead, a knows c, b knows an entrepreneur
    assert np.allclose(values["adopters near"], [1, 0, 1, 0])
    assert values["room"][:2] == [1.0, 0.25]
    assert np.isnan(values["room"][2:]).all()
    assert [one.ingredient for one in found] == sorted((one.ingredient for one in found), key=INGREDIENTS.index)
    assert all(np.isnan(one.per_person[4]) for one in found)  # contacts are not profiled


def test_ties_of_the_silent_are_unknown():
    asked = pd.DataFrame({"relation": ["tie"], "directed": [True], "asked": [True]})
    status = pd.DataFrame({"person": ["a", "b"], "status": ["answered", "answered"]})
    found = gather_indicators(
        scene_of(network(relations=asked, participation=status), ["a"]), scales=None, roles=None, wave=None
    )
    assert np.isnan(by_name(found)["adopters near"][3])  # d did not answer and nobody named d


def test_own_questions():
    found = gather_indicators(scene_of(network()), scales={"matches": ["room"]}, roles=None, wave=None)
    assert {one.ingredient for one in found if one.name == "room"} == {"matches"}
