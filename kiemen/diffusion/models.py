"""The models by name, wherever `model=` is asked."""

from __future__ import annotations

from kiemen._checks import check_choice
from kiemen.diffusion.base import Model
from kiemen.diffusion.cascade import IndependentCascade
from kiemen.diffusion.fire import Fire
from kiemen.diffusion.linear_threshold import LinearThreshold
from kiemen.diffusion.threshold import Threshold

NAMES: dict[str, type[Model]] = {model.name: model for model in (IndependentCascade, LinearThreshold, Threshold, Fire)}


def resolve_model(model: Model | str) -> Model:
    """Give the model itself, or the one that a name stands for with its defaults.

    Examples
    --------
    >>> from kiemen.diffusion.models import resolve_model
    >>> resolve_model("threshold")
    Threshold(contacts=2.0, share=0.0, spread=0.0, noise=0.01)
    """
    if isinstance(model, Model):
        return model
    return NAMES[check_choice("model", model, NAMES)]()
