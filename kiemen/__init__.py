"""kiemen: find the early adopters in an organisation, connect them, and see whether the change will carry itself.

Importing kiemen is light: every public name is fetched from its room when it is first used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kiemen.datasets.examples import example_path, load_truth, write_example
    from kiemen.i18n import set_language
    from kiemen.network import Network
    from kiemen.results import Fact, Provenance, Result

__version__ = "0.1.0"

# One line per public name: the room it lives in.
_ROOMS = {
    "Fact": "kiemen.results",
    "Network": "kiemen.network",
    "Provenance": "kiemen.results",
    "Result": "kiemen.results",
    "example_path": "kiemen.datasets.examples",
    "load_truth": "kiemen.datasets.examples",
    "set_language": "kiemen.i18n",
    "write_example": "kiemen.datasets.examples",
}

__all__ = [
    "Fact",
    "Network",
    "Provenance",
    "Result",
    "example_path",
    "load_truth",
    "set_language",
    "write_example",
]


def __getattr__(name: str) -> Any:
    """Fetch a public name from its room the first time it is used."""
    if name in _ROOMS:
        found = getattr(importlib.import_module(_ROOMS[name]), name)
        globals()[name] = found
        return found
    raise AttributeError(f"module 'kiemen' has no attribute {name!r}")


def __dir__() -> list[str]:
    """List the public names."""
    return sorted([*__all__, "__version__"])
