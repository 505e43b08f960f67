"""Caution when many did not answer."""

import pandas as pd
import pytest

from kiemen.errors import LowResponseWarning
from kiemen.measures.silence import response_cautions
from kiemen.network import Network


def _network(answered, *, asked=True):
    status = ["answered"] * answered + ["not answered"] * (10 - answered)
    ids = [f"p{k}" for k in range(10)]
    return Network.from_frames(
        pd.DataFrame({"person": ids}),
        pd.DataFrame({"source": ["p0"], "target": ["p1"], "relation": ["advice"]}),
        relations=pd.DataFrame({"relation": ["advice"], "directed": [True], "asked": [asked]}),
        participation=pd.DataFrame({"person": ids, "wave": "", "status": status}),
    )


def test_below_seventy_per_cent_warns_and_says_so():
    with pytest.warns(LowResponseWarning, match="Only 60%"):
        (caution,) = response_cautions(_network(6))
    assert "Only 60%" in caution.say("en")


def test_quiet_when_enough_answered_nobody_was_asked_or_ties_were_not_asked_for():
    assert response_cautions(_network(7)) == ()
    assert response_cautions(_network(2, asked=False)) == ()
    assert response_cautions(Network.from_frames(pd.DataFrame({"person": ["a"]}))) == ()
