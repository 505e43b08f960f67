"""The scene: ties without direction, groups, and the chance of being an adopter."""

import numpy as np
import pandas as pd
import pytest

from tests.diagnosis.scenes import organisation, scene_of


def test_declared_and_drawn_adopters():
    network = organisation(0)
    declared = scene_of(network, ["a00", "b01"])
    assert declared.chance().sum() == 2
    assert np.array_equal(declared.standing(), declared.chance())
    rank = pd.Series(np.arange(120.0), index=network.ids)
    drawn = scene_of(network, rank, share=0.1)
    assert drawn.chance().sum() == pytest.approx(12)
    assert np.array_equal(np.argsort(drawn.standing()), np.arange(120))
    assert scene_of(network).chance().sum() == 0


def test_the_graph_has_no_direction_and_no_weights():
    scene = scene_of(organisation(0))
    assert (scene.graph != scene.graph.T).nnz == 0
    assert set(scene.graph.data) == {1.0}
    assert scene.ids_of(np.array([0, 119])) == ("a00", "d29")
