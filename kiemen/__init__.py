"""kiemen: find the early adopters in an organisation, connect them, and see whether the change will carry itself.

Importing kiemen is light: every public name is fetched from its room when it is first used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kiemen.datasets.examples import example_path, load_example, load_truth, write_example
    from kiemen.diagnosis.blocking import BlockingClusters, find_blocking_clusters
    from kiemen.diagnosis.ingredients import IngredientProfile, profile_ingredients
    from kiemen.diagnosis.patterns import BlockingPatterns, find_patterns
    from kiemen.diagnosis.pokers import find_pokers
    from kiemen.i18n import set_language
    from kiemen.measures.bridges import BridgeScores, score_bridges
    from kiemen.measures.walls import Walls, find_walls
    from kiemen.network import Network
    from kiemen.read.adoptions import read_adoptions
    from kiemen.read.check import CheckResult, check_file
    from kiemen.read.decisions import read_decisions
    from kiemen.read.events import read_events
    from kiemen.read.graphs import read_graph
    from kiemen.read.initiatives import read_initiatives
    from kiemen.read.mail import read_mail
    from kiemen.read.meetings import read_meetings
    from kiemen.read.memberships import read_memberships
    from kiemen.read.names import NameMatches, match_names
    from kiemen.read.networkfile import read_network
    from kiemen.read.roster import read_roster
    from kiemen.read.scales import Scale
    from kiemen.read.survey import read_survey
    from kiemen.read.ties import read_ties
    from kiemen.read.viva import read_viva, read_viva_groups
    from kiemen.results import Fact, Provenance, Result
    from kiemen.suggest.acceptance import AcceptanceCheck, AcceptanceModel, check_acceptance, fit_acceptance
    from kiemen.suggest.connections import Suggestions, suggest_connections
    from kiemen.suggest.proximity import Proximity, score_proximity
    from kiemen.suggest.register import Register
    from kiemen.write import write_graph, write_network, write_tables

__version__ = "0.1.0"

# One line per public name: the room it lives in.
_ROOMS = {
    "AcceptanceCheck": "kiemen.suggest.acceptance",
    "AcceptanceModel": "kiemen.suggest.acceptance",
    "BlockingClusters": "kiemen.diagnosis.blocking",
    "BlockingPatterns": "kiemen.diagnosis.patterns",
    "BridgeScores": "kiemen.measures.bridges",
    "CheckResult": "kiemen.read.check",
    "Fact": "kiemen.results",
    "IngredientProfile": "kiemen.diagnosis.ingredients",
    "NameMatches": "kiemen.read.names",
    "Network": "kiemen.network",
    "Provenance": "kiemen.results",
    "Proximity": "kiemen.suggest.proximity",
    "Register": "kiemen.suggest.register",
    "Result": "kiemen.results",
    "Scale": "kiemen.read.scales",
    "Suggestions": "kiemen.suggest.connections",
    "Walls": "kiemen.measures.walls",
    "check_acceptance": "kiemen.suggest.acceptance",
    "check_file": "kiemen.read.check",
    "example_path": "kiemen.datasets.examples",
    "find_blocking_clusters": "kiemen.diagnosis.blocking",
    "find_patterns": "kiemen.diagnosis.patterns",
    "find_pokers": "kiemen.diagnosis.pokers",
    "find_walls": "kiemen.measures.walls",
    "fit_acceptance": "kiemen.suggest.acceptance",
    "load_example": "kiemen.datasets.examples",
    "load_truth": "kiemen.datasets.examples",
    "match_names": "kiemen.read.names",
    "profile_ingredients": "kiemen.diagnosis.ingredients",
    "read_adoptions": "kiemen.read.adoptions",
    "read_decisions": "kiemen.read.decisions",
    "read_events": "kiemen.read.events",
    "read_graph": "kiemen.read.graphs",
    "read_initiatives": "kiemen.read.initiatives",
    "read_mail": "kiemen.read.mail",
    "read_meetings": "kiemen.read.meetings",
    "read_memberships": "kiemen.read.memberships",
    "read_network": "kiemen.read.networkfile",
    "read_roster": "kiemen.read.roster",
    "read_survey": "kiemen.read.survey",
    "read_ties": "kiemen.read.ties",
    "read_viva": "kiemen.read.viva",
    "read_viva_groups": "kiemen.read.viva",
    "score_bridges": "kiemen.measures.bridges",
    "score_proximity": "kiemen.suggest.proximity",
    "set_language": "kiemen.i18n",
    "suggest_connections": "kiemen.suggest.connections",
    "write_example": "kiemen.datasets.examples",
    "write_graph": "kiemen.write",
    "write_network": "kiemen.write",
    "write_tables": "kiemen.write",
}

__all__ = [
    "AcceptanceCheck",
    "AcceptanceModel",
    "BlockingClusters",
    "BlockingPatterns",
    "BridgeScores",
    "CheckResult",
    "Fact",
    "IngredientProfile",
    "NameMatches",
    "Network",
    "Provenance",
    "Proximity",
    "Register",
    "Result",
    "Scale",
    "Suggestions",
    "Walls",
    "check_acceptance",
    "check_file",
    "example_path",
    "find_blocking_clusters",
    "find_patterns",
    "find_pokers",
    "find_walls",
    "fit_acceptance",
    "load_example",
    "load_truth",
    "match_names",
    "profile_ingredients",
    "read_adoptions",
    "read_decisions",
    "read_events",
    "read_graph",
    "read_initiatives",
    "read_mail",
    "read_meetings",
    "read_memberships",
    "read_network",
    "read_roster",
    "read_survey",
    "read_ties",
    "read_viva",
    "read_viva_groups",
    "score_bridges",
    "score_proximity",
    "set_language",
    "suggest_connections",
    "write_example",
    "write_graph",
    "write_network",
    "write_tables",
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
