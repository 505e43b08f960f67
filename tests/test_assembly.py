"""Tables are made to fit each other: names gathered, references checked, people taken out whole."""

import numpy as np
import pandas as pd
import pytest

from kiemen._assembly import scrubbed
from kiemen.errors import InputError
from kiemen.network import Network


def test_what_is_used_is_listed():
    network = Network.from_frames(
        ties=pd.DataFrame({"source": ["a"], "target": ["b"], "relation": ["advice"], "wave": ["1"]}),
        memberships=pd.DataFrame({"person": ["c"], "initiative": ["Groen"]}),
        responses=pd.DataFrame({"person": ["a"], "item": ["q"], "value": [1]}),
        adoptions=pd.DataFrame({"person": ["d"], "innovation": ["app"], "time": [2]}),
        events=pd.DataFrame({"event": ["e"], "person": ["f"], "initiative": ["Lean"]}),
    )
    assert network.ids.tolist() == ["a", "b", "c", "d", "f"]
    assert network.initiatives.index.tolist() == ["Groen", "Lean"]
    assert network.relations.index.tolist() == ["advice"]
    assert network.waves.index.tolist() == ["1"]
    assert network.items.index.tolist() == ["q"]
    assert network.innovations.index.tolist() == ["app"]


def test_given_people_are_the_only_people():
    for name in ("memberships", "participation", "adoptions"):
        rows = pd.DataFrame({"person": ["z"], "initiative": ["x"], "status": ["adopted"], "time": [1]})
        columns = {
            "memberships": ["person", "initiative"],
            "participation": ["person"],
            "adoptions": ["person", "time"],
        }
        rows = rows[columns[name]].assign(**({"status": ["answered"]} if name == "participation" else {}))
        with pytest.raises(InputError, match="not in the people table: 'z'"):
            Network.from_frames(pd.DataFrame({"person": ["a"]}), **{name: rows})


def test_scrubbed_knows_whole_words():
    rows = pd.DataFrame({"text": ["Vraag het An de Vries", "Anders niet", ""]})
    assert scrubbed(rows, "text", {"an de vries", "an"})["text"].tolist() == ["", "Anders niet", ""]
    assert rows["text"].iloc[0] == "Vraag het An de Vries"


def test_kept_renumbers_ties():
    ties = pd.DataFrame({"source": ["a", "b", "c"], "target": ["b", "c", "d"]})
    network = Network.from_frames(ties=ties).select(["b", "c", "d"])
    assert np.array_equal(network.adjacency().toarray(), [[0, 1, 0], [0, 0, 1], [0, 0, 0]])
