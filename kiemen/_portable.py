"""Objects that never change and still travel: copied, and sent to the other processes of a parallel computation."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


class _Sent(dict[Any, Any]):
    """A mapping that was read-only where it came from."""


class Portable:
    """Whose read-only mappings can be pickled and copied: they leave as plain ones and are read-only on arrival.

    Examples
    --------
    >>> import copy
    >>> from kiemen.results import Fact
    >>> copy.deepcopy(Fact("{n} people.", {"n": 3})).say("en")
    '3 people.'
    """

    def __getstate__(self) -> dict[str, Any]:
        """Give what is held, read-only mappings opened."""
        return {
            name: _Sent(value) if isinstance(value, MappingProxyType) else value for name, value in vars(self).items()
        }

    def __setstate__(self, state: Mapping[str, Any]) -> None:
        """Take what was held, and close those mappings again."""
        vars(self).update(
            {
                name: MappingProxyType(dict(value)) if isinstance(value, _Sent) else value
                for name, value in state.items()
            }
        )
