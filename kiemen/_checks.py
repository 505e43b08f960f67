"""Checks of arguments at the door, each with an error that says what to do."""

from __future__ import annotations

import difflib
import math
import os
from typing import TYPE_CHECKING

from kiemen.errors import ColumnError, InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy as np
    import pandas as pd

WORDS_LISTED = 12


def check_relations(relation: str | Sequence[str] | None, existing: Sequence[str]) -> list[str]:
    """Give the relations that are asked for, all of them for None, or refuse one that does not exist."""
    if relation is None:
        return list(existing)
    try:
        wanted = [relation] if isinstance(relation, str) else list(relation)
    except TypeError as error:
        raise InputError(f"relation must be a name, a list of names or None, not {relation!r}.") from error
    for name in wanted:
        if name not in existing:
            raise InputError(f"no relation {name!r} in this network.{did_you_mean(name, existing)}")
    return wanted


def did_you_mean(word: object, words: Iterable[object]) -> str:
    """Give ``" Did you mean 'x'?"`` or, when nothing is near, the list of what there is."""
    known = [str(w) for w in words]
    by_folded = {w.casefold(): w for w in known}
    near = difflib.get_close_matches(str(word).casefold(), list(by_folded), n=3, cutoff=0.6)
    if near:
        return f" Did you mean {' or '.join(repr(by_folded[w]) for w in near)}?"
    if not known:
        return ""
    shown = ", ".join(repr(w) for w in known[:WORDS_LISTED])
    more = f" and {len(known) - WORDS_LISTED} more" if len(known) > WORDS_LISTED else ""
    return f" There is: {shown}{more}."


def check_choice(name: str, value: object, choices: Iterable[str]) -> str:
    """Return `value` if it is one of `choices`, else raise `InputError` naming the nearest."""
    allowed = list(choices)
    if not isinstance(value, str) or value not in allowed:
        hint = did_you_mean(value, allowed)
        near = hint if hint.startswith(" Did you") else ""  # all there is has been named
        raise InputError(f"{name} must be one of {', '.join(map(repr, allowed))}, not {value!r}.{near}")
    return value


def check_number(
    name: str,
    value: object,
    *,
    low: float | None = None,
    high: float | None = None,
    low_open: bool = False,
    high_open: bool = False,
) -> float:
    """Return `value` as a finite float within its bounds, else raise `InputError` naming the parameter."""
    # Here and below, not above: the command line asks for one thing before NumPy is loaded.
    import numpy as np

    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        number = math.nan
    if isinstance(value, (bool, np.bool_, str)) or not math.isfinite(number):
        raise InputError(f"{name} must be a finite number, not {value!r}.")
    below = low is not None and (number <= low if low_open else number < low)
    above = high is not None and (number >= high if high_open else number > high)
    if below or above:
        parts = []
        if low is not None:
            parts.append(f"{'above' if low_open else 'at least'} {low:g}")
        if high is not None:
            parts.append(f"{'below' if high_open else 'at most'} {high:g}")
        raise InputError(f"{name} must be {' and '.join(parts)}, not {value!r}.")
    return number


def check_integer(name: str, value: object, *, low: int | None = None, high: int | None = None) -> int:
    """Return `value` as an int within its bounds, else raise `InputError` naming the parameter."""
    number = check_number(name, value, low=low, high=high)
    if number != int(number):
        raise InputError(f"{name} must be a whole number, not {value!r}.")
    return int(number)


def check_type(name: str, value: object, kind: type) -> None:
    """Refuse a value that is not of the kind asked for.

    Parameters
    ----------
    name
        What it is, for the message.
    value
        What was given.
    kind
        What it has to be.

    Raises
    ------
    InputError
        If it is something else.
    """
    if not isinstance(value, kind):
        raise InputError(f"{name} must be a {kind.__name__}, not {type(value).__name__}")


def check_network(network: object) -> None:
    """Refuse what is not a Network, and say how to make one of it.

    Parameters
    ----------
    network
        What was given as the first argument.

    Raises
    ------
    InputError
        If it is something else.
    """
    if hasattr(type(network), "tie_arrays"):
        return
    kind = type(network).__name__
    way = "a table of ties makes one: kiemen.Network.from_frames(ties=table)"
    if kind.endswith("Graph"):
        way = "a graph makes one: kiemen.Network.from_networkx(graph)"
    elif isinstance(network, (str, os.PathLike)):
        way = "a file makes one: kiemen.read_network(path), or the read_ function for such files"
    raise InputError(f"network must be a Network, not {kind}; {way}.")


def check_columns(frame: pd.DataFrame, names: Iterable[str], where: str) -> None:
    """Raise `ColumnError` that lists every column of `names` that `frame` lacks, with the nearest that exist."""
    missing = [name for name in names if name not in frame.columns]
    if missing:
        found = "; ".join(f"no column {name!r}.{did_you_mean(name, frame.columns)}" for name in missing)
        raise ColumnError(f"{where}: {found}")


def check_rng(rng: object) -> np.random.Generator:
    """Return a random generator from a seed, a generator or None (a new unpredictable one)."""
    import numpy as np

    if rng is None or isinstance(rng, np.random.Generator):
        return np.random.default_rng(rng)
    if not isinstance(rng, (int, np.integer)) or isinstance(rng, bool) or rng < 0:
        raise InputError(f"rng must be a whole number of at least 0, a numpy Generator or None, not {rng!r}.")
    return np.random.default_rng(int(rng))
