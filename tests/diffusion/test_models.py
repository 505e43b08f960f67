"""Models by name, and what every model says of itself."""

import pytest

from kiemen.diffusion.base import Model
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
