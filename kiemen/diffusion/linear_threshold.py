"""Linear threshold: people differ in how large a part of their contacts they need."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from kiemen.diffusion.base import Model, Parameter
from kiemen.diffusion.threshold import ThresholdMachine
from kiemen.i18n import mark

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scipy.sparse import csr_array

    from kiemen.diffusion.contacts import Contacts


@dataclass(frozen=True)
class LinearThreshold(Model):
    """Each person joins once a share of contacts has, and nobody knows the share: each world draws it from 0 to 1.

    Answers: "What if I know nothing about how much company people need?" Averaged over worlds this is a simple
    contagion: one active contact out of four wins a person over in one world of four. With tie weights, a contact
    counts for its part of the weight.

    References
    ----------
    Kempe, D., Kleinberg, J. & Tardos, É. (2003). Maximizing the spread of influence. doi:10.1145/956750.956769

    Examples
    --------
    >>> from kiemen.diffusion.linear_threshold import LinearThreshold
    >>> LinearThreshold().parameters()[0].name
    'share'
    """

    name: ClassVar[str] = "linear_threshold"
    title: ClassVar[str] = mark("Linear threshold")
    sentence: ClassVar[str] = mark(
        "a person joins once a share of contacts has, a share drawn anew per person and world; who joins, stays."
    )

    def parameters(self) -> tuple[Parameter, ...]:
        """Give the one thing that is drawn."""
        return (
            Parameter(
                "share",
                "0-1",
                mark("of the contacts"),
                mark("share of contacts that must be active, drawn evenly"),
                mark("nothing is known about it (Kempe, Kleinberg & Tardos 2003)"),
            ),
        )

    def machine(self, contacts: Contacts, positions: Mapping[str, int]) -> ThresholdMachine:
        """Set the model up on contacts."""
        del positions
        return ThresholdMachine(contacts, 0.0, 0.0, 1.0, 0.0)

    def plausible(self) -> tuple[LinearThreshold, ...]:
        """Give none: the model already draws what is not known."""
        return ()

    def reproduction(self, contacts: Contacts, positions: Mapping[str, int] | None = None) -> csr_array:
        """Give each contact's part of the weight into a person: what one adopter brings alone."""
        import numpy as np
        from scipy.sparse import csr_array

        del positions
        share = 1.0 / np.where(contacts.in_weight > 0.0, contacts.in_weight, 1.0)
        turned = contacts.matrix().T.tocsr()
        turned.data = turned.data * np.repeat(share, np.diff(turned.indptr))
        return csr_array(turned)
