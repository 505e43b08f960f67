"""What silence of the people asked does to measures of position."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

from kiemen.errors import LowResponseWarning
from kiemen.i18n import mark
from kiemen.results import Fact

if TYPE_CHECKING:
    from kiemen.network import Network

# Below this share of answers single people should not be called a bridge; see Costenbader and Valente (2003).
ENOUGH = 0.7

_LOW = mark(
    "Only {rate:.0%} of the people asked answered: measures of single people are unsure, those of groups a little less."
)


def response_cautions(network: Network) -> tuple[Fact, ...]:
    """Warn and give the caution when fewer than 70 % of the people asked answered and ties were asked for.

    Parameters
    ----------
    network
        With its participation.

    Returns
    -------
    tuple of Fact
        None or one.
    """
    rate = network.response_rate()
    if not rate < ENOUGH or not network.relations["asked"].any():
        return ()
    said = Fact(_LOW, {"rate": rate})
    warnings.warn(said.say("en"), LowResponseWarning, stacklevel=3)
    return (said,)
