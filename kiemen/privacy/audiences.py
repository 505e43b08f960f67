"""Who may see what: the four audiences and the minimum group size."""

from __future__ import annotations

from kiemen._checks import check_integer
from kiemen.errors import PrivacyError

AUDIENCES = ("analyst", "team", "management", "participant")
MINIMUM_GROUP = 5


def check_audience(audience: object) -> str:
    """Return `audience` if it is one of the four, else raise `PrivacyError`; there is no default on purpose."""
    if not isinstance(audience, str) or audience not in AUDIENCES:
        raise PrivacyError(f"audience must be one of {', '.join(map(repr, AUDIENCES))}, not {audience!r}.")
    return audience


def check_minimum(minimum_group: int) -> int:
    """Return the minimum group size; it can be set higher than 5, never lower."""
    size = check_integer("minimum_group", minimum_group, low=1)
    if size < MINIMUM_GROUP:
        raise PrivacyError(f"minimum_group must be at least {MINIMUM_GROUP}, not {size}.")
    return size
