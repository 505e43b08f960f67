"""Small organisations for the tests of the diagnosis."""

import numpy as np
import pandas as pd

from kiemen.adoption.adopters import resolve_adopters
from kiemen.diagnosis.pattern import build_scene
from kiemen.network import Network


def organisation(seed=0, sizes=(30, 30, 30, 30), inside=0.12, outside=0.01, **tables) -> Network:
    """Departments with ties inside and a few between."""
    rng = np.random.default_rng(seed)
    names = [f"{chr(97 + g)}{i:02d}" for g, size in enumerate(sizes) for i in range(size)]
    group = [chr(65 + g) for g, size in enumerate(sizes) for _ in range(size)]
    code = np.array([ord(g) for g in group])
    chance = np.where(code[:, None] == code[None, :], inside, outside)
    one, other = np.nonzero(np.triu(rng.random(chance.shape) < chance, 1))
    people = pd.DataFrame({"person": names, "department": group})
    for column in [key for key in tables if key.startswith("with_")]:
        people[column.removeprefix("with_")] = tables.pop(column)
    ties = pd.DataFrame({"source": np.array(names)[one], "target": np.array(names)[other]})
    relations = pd.DataFrame({"relation": ["tie"], "directed": [False]})
    return Network.from_frames(people, ties, relations=relations, **tables)


def scene_of(network, adopters=None, share=None, times=199, seed=0, by=None):
    """A scene with or without adopters."""
    starters = None if adopters is None else resolve_adopters(network, adopters, share=share)
    return build_scene(network, starters=starters, relation=None, by=by, times=times, rng=np.random.default_rng(seed))


def with_scale(network, scale, values):
    """Add one item with these values (a Series by person)."""
    items = pd.DataFrame({"item": [f"{scale}1"], "scale": [scale], "low": [1.0], "high": [5.0]})
    known = values.dropna()
    rows = pd.DataFrame({"person": known.index, "item": f"{scale}1", "value": known.to_numpy()})
    return network.replace(
        items=pd.concat([network.items.reset_index(), items]),
        responses=pd.concat([network.responses, rows]),
    )
