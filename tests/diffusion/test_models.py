"""Models by name, and what every model says of itself."""

import pytest

from kiemen.diffusion.base import Model
from kiemen.diffusion.models import NAMES, resolve_model, resolve_models
from kiemen.diffusion.threshold import Threshold
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


def test_several_by_name_or_by_themselves():
    assert [model.name for model in resolve_models("models", ("fire", Threshold()))] == ["fire", "threshold"]
    for wrong in ("fire", Threshold(), 3):
        with pytest.raises(InputError, match="alternatives must be a list"):
            resolve_models("alternatives", wrong)
    with pytest.raises(InputError, match="Did you mean 'fire'"):
        resolve_models("alternatives", ["fyre"])
