"""Individual innovativeness after Hurt, Joseph and Cook."""

from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kiemen._checks import check_choice, check_network
from kiemen.adoption.scales import ScaleScores, _scored, coded_answers, in_bands
from kiemen.errors import DoubtfulInputWarning, InputError

if TYPE_CHECKING:
    from kiemen.network import Network

N_ITEMS = 20
REVERSED = (4, 6, 7, 10, 13, 15, 17, 20)
SHIFT = -6
RECEIVED = ("index", "sum")
BANDS = {"laggard": 14, "late majority": 46, "early majority": 57, "early adopter": 69, "innovator": 81}
#: The published text says "above 80", and with imputed items there are scores between 80 and 81.
LOWEST = BANDS | {"innovator": float(np.nextafter(80.0, 81.0))}


def score_innovativeness(network: Network, *, scale: str = "innovativeness", wave: str | None = None) -> ScaleScores:
    """Score individual innovativeness (II) from the answers to the twenty items.

    Answers: "Who describes herself as somebody who takes up new things early?" Use it for the full published scale of
    twenty items from 1 to 5. For a short form use `score_scale`: the published bands do not hold for it.

    Parameters
    ----------
    network
        Items and answers. The items are numbered 1 to 20 by the number in their name ("ii_07"). Where the names have
        no such numbers the eight reversed items must be marked.
    scale
        Name of the scale in `network.items`.
    wave
        Which measurement; None takes the latest with answers.

    Returns
    -------
    ScaleScores
        As `score_scale`; score is II in [14, 94] and band one of "innovator" (above 80), "early adopter" (69-80),
        "early majority" (57-68), "late majority" (46-56) and "laggard" (below 46).

    Raises
    ------
    InputError
        If the scale does not have twenty items from 1 to 5, or other items are marked as reversed than 4, 6, 7, 10,
        13, 15, 17 and 20, or neither numbers nor marks tell which those are.
    TooLittleDataError
        If nobody answered at least sixteen items.

    Warns
    -----
    DoubtfulInputWarning
        If no item is marked as reversed. The published key is applied; answers that were turned before they were
        exported would then be turned back.

    Notes
    -----
    ``II = 42 + sum(positive items) - sum(reversed items)``, which is the sum after reversing (20-100) less 6. Bands
    hold for II; applied to the sum they are six points off, see `find_innovativeness_bands`. Only the key is here,
    not the wording of the items.

    References
    ----------
    .. [1] Hurt, H. T., Joseph, K. & Cook, C. D. (1977). Scales for the measurement of innovativeness. Human
       Communication Research, 4, 58-65. doi:10.1111/j.1468-2958.1977.tb00597.x

    Examples
    --------
    >>> import pandas as pd
    >>> from kiemen.network import Network
    >>> items = pd.DataFrame({"item": [f"ii_{i:02d}" for i in range(1, 21)], "scale": "innovativeness"})
    >>> items = items.assign(low=1, high=5, reversed=[i in REVERSED for i in range(1, 21)])
    >>> answers = pd.DataFrame({"person": "a", "item": items["item"], "value": 3.0})
    >>> score_innovativeness(Network.from_frames(items=items, responses=answers)).table["score"].tolist()
    [54.0]
    """
    check_network(network)
    items = list(network.scale_items(scale))
    numbers = [_number(item) for item in items]
    numbered = min(numbers) >= 0 and len(set(numbers)) == len(items)
    if numbered:
        items = [item for _, item in sorted(zip(numbers, items, strict=True))]
    about = network.items.loc[items]
    if len(items) != N_ITEMS or not ((about["low"] == 1) & (about["high"] == 5)).all():
        raise InputError(
            f"scale {scale!r}: individual innovativeness has {N_ITEMS} items from 1 to 5; this scale has {len(items)} "
            f"items from {about['low'].min():g} to {about['high'].max():g}. Use score_scale for it."
        )
    marked = tuple(number for number, turned in enumerate(about["reversed"], start=1) if turned)
    coded = coded_answers(network, items, wave)
    if not numbered:
        if len(marked) != len(REVERSED):
            raise InputError(
                f"scale {scale!r}: the names of the items have no numbers of their own, so it cannot be seen which are "
                f"the published items {', '.join(map(str, REVERSED))}. Number the names from 1 to 20, or mark these "
                f"eight as reversed in the items ({len(marked)} are marked)."
            )
    elif not marked:
        warnings.warn(
            f"No item of scale {scale!r} is marked as reversed; the published key was applied. If the export had "
            "turned them already, mark that by passing the scores to find_innovativeness_bands(received='sum').",
            DoubtfulInputWarning,
            stacklevel=2,
        )
        turned = [items[number - 1] for number in REVERSED]
        coded[turned] = 6 - coded[turned]
    elif marked != REVERSED:
        raise InputError(
            f"scale {scale!r}: items {', '.join(map(str, marked))} are marked as reversed; in the published scale "
            f"these are {', '.join(map(str, REVERSED))}. Correct `reversed` in the items."
        )
    settings = {"scale": scale, "wave": wave, "form": "sum", "bands": BANDS}
    return _scored(
        network, coded, form="sum", bands=LOWEST, settings=settings, function="score_innovativeness", shift=SHIFT
    )


def find_innovativeness_bands(scores: pd.Series, *, received: str) -> pd.Series:
    """Find the band of innovativeness scores that were computed elsewhere.

    Answers: "Somebody gave me the totals; who is an early adopter by them?" Two totals go around for the same scale,
    and they differ by six points, so the caller has to say which one this is.

    Parameters
    ----------
    scores
        Index person, one total per person.
    received
        "index" for II = 42 + positive - reversed, in [14, 94]; "sum" for the sum after reversing, in [20, 100].

    Returns
    -------
    pandas.Series
        Index person, the band as text; "" where the score is missing.

    Raises
    ------
    InputError
        If a score lies outside the range of what was said to be received.

    Examples
    --------
    >>> import pandas as pd
    >>> find_innovativeness_bands(pd.Series({"a": 72.0}), received="index")["a"]
    'early adopter'
    >>> find_innovativeness_bands(pd.Series({"a": 72.0}), received="sum")["a"]
    'early majority'
    """
    check_choice("received", received, RECEIVED)
    shift = SHIFT if received == "sum" else 0
    index = pd.to_numeric(scores, errors="coerce") + shift
    wrong = index.notna() & ~index.between(14, 94)
    if wrong.any():
        other = "sum" if received == "index" else "index"
        raise InputError(
            f"scores: {scores[wrong].iloc[0]} of {scores.index[wrong][0]!r} cannot be "
            f"{'an II index (14-94)' if received == 'index' else 'a sum after reversing (20-100)'}. "
            f"Is it received={other!r}?"
        )
    return in_bands(index, LOWEST).rename("band")


def _number(item: str) -> int:
    found = re.search(r"(\d+)\D*$", item)
    return int(found.group(1)) if found else -1
