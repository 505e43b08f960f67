import numpy as np
import pytest

from kiemen.diffusion.engine import Engine
from kiemen.diffusion.threshold import Threshold
from kiemen.suggest.growth import Field, Worlds
from kiemen.suggest.steps import Step, StepField

NOTHING = np.empty((0, 2), np.int64)


def step(ties=NOTHING, starters=()):
    return Step("alteration", "tie", "x", (0,), np.array(ties, dtype=np.int64).reshape(-1, 2), starters, 0.0, ())


def test_ties_and_starters_count_together(two_cliques, left):
    engine = Engine.of(two_cliques, model=Threshold(contacts=2, noise=0.0), adopters=left, rng=1)
    places = two_cliques.positions([str(i) for i in range(20)])
    a, b, c, d = places[[0, 1, 10, 11]].tolist()
    steps = [step([(a, c), (b, c)]), step([(a, d)]), step(starters=(d,)), step(starters=(d,))]
    field = StepField(Field(engine), steps)
    size = lambda *chosen: field.sizes(np.array(chosen), Worlds(0, 2)).mean()  # noqa: E731
    assert field.base(Worlds(0, 2)).mean() == 10
    # Two ties win one person, a third one all; somebody who starts does what the third tie does, and once only.
    assert (size(0), size(1), size(0, 1), size(2), size(0, 2), size(2, 3)) == pytest.approx((11, 10, 20, 11, 20, 11))
