"""Who may see what: audiences and the minimum group size."""

from __future__ import annotations

from kiemen.errors import PrivacyError

AUDIENCES = ("analyst", "team", "management", "participant")
MINIMUM_GROUP = 5


def check_audience(audience: object) -> str:
    """Return `audience` if it is one of the four, else raise `PrivacyError`; there is no default on purpose."""
    if not isinstance(audience, str) or audience not in AUDIENCES:
        raise PrivacyError(f"audience must be one of {', '.join(map(repr, AUDIENCES))}, not {audience!r}.")
    return audience
