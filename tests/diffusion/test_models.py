"""Models by name, and what every model says of itself."""

import pytest

from kiemen.diffusion.base import Added, Job, Model
from kiemen.diffusion.models import NAMES, resolve_model
from kiemen.errors import InputError


@pytest.mark.parametrize("name", NAMES)
def test_names_stand_for_models_that_explain_every_parameter(name):
    model = resolve_model(name)
    assert isinstance(model, Model)
    assert resolve_model(model) is model
    english, dutch = model.describe("en"), model.describe("nl")
    for parameter in model.parameters():
        assert f"- {parameter.name} = " in english
        assert parameter.meaning
        assert parameter.source
    assert len(dutch.splitlines()) == len(english.splitlines())


def test_unknown_names_are_refused_with_the_nearest():
    with pytest.raises(InputError, match="cascade"):
        resolve_model("cascades")


def test_jobs_are_cut_with_their_starters():
    import numpy as np

    job = Job(np.array([0, 2, 3, 5]), np.array([1, 2, 3, 4, 5], np.int32), np.arange(3), 1, 4, 5)
    part = job.part(1, 3)
    assert part.start_ptr.tolist() == [0, 1, 3]
    assert part.starts.tolist() == [3, 4, 5]
    assert part.runs.tolist() == [1, 2]


def test_added_arcs_are_lists_per_source():
    import numpy as np

    added = Added(np.array([2, 0, 2]), np.array([1, 1, 0]), np.ones(3))
    head, following = added.lists(3)
    assert head.tolist() == [1, -1, 2]
    assert following.tolist() == [-1, -1, 0]
    assert Added.none().lists(3)[0].size == 0
