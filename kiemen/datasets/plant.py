"""What is planted in the example data and how strongly: set once, before any score was tried, and never tuned."""

from dataclasses import dataclass
from typing import Final, Literal

Strength = Literal["none", "weak", "normal"]

STRENGTHS: Final[dict[str, float]] = {"none": 0.0, "weak": 0.5, "normal": 1.0}


@dataclass(frozen=True, slots=True)
class Plant:
    """Settings of the planted truth. Correlations are with the true readiness, at strength normal.

    A strength multiplies the correlations: weak halves them, none makes them zero. The rest of the structure (who knows
    whom, walls, barriers, how reliable the scales are, who stays silent) is the same at every strength.
    """

    early_share: float = 0.14
    """Share of colleagues who are early adopters: those with the highest readiness."""

    self_image: float = 0.56
    """Of how somebody sees themselves. A scale with alpha 0.8 measures that self-image, so it correlates about 0.5."""

    deeds: float = 0.60
    """Of the inclination to join new things."""

    repute: float = 0.60
    """Of how daring others think somebody is."""

    loading: float = 0.62
    """Of one answer with the trait behind it, before it is cut into five categories; gives alpha about 0.8."""

    response: float = 0.76
    """Share of the invited who answer a survey, before opt-outs."""

    response_slope: float = 0.11
    """How much more likely an answer gets with one standard deviation of self-image."""

    wall_leak: float = 0.03
    """Share of the ties between the two sides of a wall that exist all the same."""

    blocked_shift: float = 1.3
    """How much higher barriers and lower room to act are in the blocked departments, in standard deviations."""

    lonely_size: int = 8
    """Number of enthusiasts who only know each other."""

    bridge_side: int = 10
    """Number of colleagues on each side of the first wall whom the overloaded bridge works with."""

    bridge_elsewhere: int = 16
    """Number of colleagues elsewhere whom the overloaded bridge works with."""


PLANT: Final = Plant()
