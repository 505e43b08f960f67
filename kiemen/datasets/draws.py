"""Random draws that give the same bytes on every machine, whatever the version of NumPy or the C library."""

import math
import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Draws:
    """A stream of random numbers built on nothing but uniform draws and the four operations.

    The standard library promises that `random()` keeps giving the same numbers for the same seed; it does not promise
    so for shuffles or normal draws, and `exp` and `log` differ in the last digit between platforms. The example files
    must be the same everywhere, so everything here is made of `random()`, sums, products and square roots.
    """

    def __init__(self, *seeds: object) -> None:
        # A text seed is hashed by SHA-512, which depends neither on the platform nor on PYTHONHASHSEED.
        self._random = random.Random("/".join(str(seed) for seed in seeds))  # noqa: S311 - example data, no secrets

    def uniform(self) -> float:
        """Return a number in [0, 1)."""
        return self._random.random()

    def normal(self) -> float:
        """Return a standard normal number, close enough: the sum of twelve uniforms, less six."""
        total = 0.0
        for _ in range(12):
            total += self._random.random()
        return total - 6.0

    def chance(self, probability: float) -> bool:
        """Return True with this probability."""
        return self._random.random() < probability

    def integer(self, low: int, high: int) -> int:
        """Return a whole number from `low` to `high`, both included."""
        return low + int(self._random.random() * (high - low + 1))

    def pick(self, choices: Sequence[T]) -> T:
        """Return one of the choices."""
        return choices[int(self._random.random() * len(choices))]

    def sample(self, choices: Sequence[T], count: int) -> list[T]:
        """Return `count` different choices (all, if there are fewer) in random order."""
        pool = list(choices)
        count = min(count, len(pool))
        for place in range(count):
            other = place + int(self._random.random() * (len(pool) - place))
            pool[place], pool[other] = pool[other], pool[place]
        return pool[:count]

    def round(self, value: float) -> int:
        """Round up or down by chance, so that the mean stays `value`."""
        whole = math.floor(value)
        return whole + int(self._random.random() < value - whole)


def blend(trait: float, other: float, correlation: float) -> float:
    """Mix two standard numbers into one that correlates so much with the first."""
    return correlation * trait + math.sqrt(1.0 - correlation * correlation) * other
