"""The models by name, wherever `model=` is asked."""

from __future__ import annotations

from collections.abc import Iterable

from kiemen._checks import check_choice
from kiemen.diffusion.base import Model
from kiemen.diffusion.cascade import IndependentCascade
from kiemen.diffusion.fire import Fire
from kiemen.diffusion.linear_threshold import LinearThreshold
from kiemen.diffusion.threshold import Threshold
from kiemen.errors import InputError

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


def resolve_models(name: str, models: object) -> tuple[Model, ...]:
    """Give several models, each by itself or by its name; `name` is the parameter they were given in.

    Examples
    --------
    >>> from kiemen.diffusion.models import resolve_models
    >>> [model.name for model in resolve_models("alternatives", ["cascade", "fire"])]
    ['cascade', 'fire']
    """
    if isinstance(models, (str, Model)) or not isinstance(models, Iterable):
        raise InputError(f"{name} must be a list of models, not {models!r}.")
    return tuple(resolve_model(model) for model in models)
