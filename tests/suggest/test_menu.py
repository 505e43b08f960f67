import numpy as np

from kiemen.suggest.menu import STRATEGIES, gather_steps
from kiemen.suggest.selection import Limits
from kiemen.suggest.setting import Setting, Wishes


def test_every_form_becomes_steps_with_people_ties_and_reasons(organisation, adopters):
    limits = Limits(room={"p01": 0})
    setting = Setting.of(organisation, Wishes(adopters=adopters, model="cascade", rng=1), limits)
    steps, parts = gather_steps(setting, setting.fields(), limits, register=None, budget=20)
    assert {step.strategy for step in steps} <= set(STRATEGIES)
    assert {"starter", "meeting", "invitation", "initiative"} <= {step.form for step in steps}
    assert "connections" in parts
    for step in steps:
        assert step.people
        assert step.facts
        assert set(np.unique(step.ties)) <= set(step.people) or step.form == "initiative"
        assert setting.board.room[list(step.people)].min() > 0
        assert not any("extra adopters" in fact.say("en") for fact in step.facts)
