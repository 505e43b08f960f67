"""kiemen: find the early adopters in an organisation, connect them, and see whether the change will carry itself.

Importing kiemen is light: every public name is fetched from its room when it is first used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from kiemen._rooms import ROOMS

if TYPE_CHECKING:
    from kiemen.adoption.additive import AdditiveHazard, fit_additive_hazard
    from kiemen.adoption.autocorrelation import AdoptionClustering, profile_clustering
    from kiemen.adoption.bass import BassCurve, fit_bass
    from kiemen.adoption.categories import AdopterCategories, find_categories
    from kiemen.adoption.contacts import build_period_contacts
    from kiemen.adoption.contagion import ContagionCheck, check_contagion
    from kiemen.adoption.curves import AdoptionCurve, profile_adoption
    from kiemen.adoption.effects import PersonEffects, score_person_effects
    from kiemen.adoption.equivalence import score_equivalence
    from kiemen.adoption.evaluation import ScoreCheck, check_scores
    from kiemen.adoption.exposure import score_exposure
    from kiemen.adoption.features import check_features
    from kiemen.adoption.hazards import HazardFit, fit_hazard
    from kiemen.adoption.infection import InfectionScores, score_infection
    from kiemen.adoption.innovativeness import find_innovativeness_bands, score_innovativeness
    from kiemen.adoption.leaders import LeaderMatches, LeaderStance, check_leaders, match_leaders
    from kiemen.adoption.nominations import NominationScores, RatingAgreement, compare_ratings, score_nominations
    from kiemen.adoption.orders import OrderFit, fit_order
    from kiemen.adoption.propensity import AdopterScores, score_adopters
    from kiemen.adoption.robustness import PositionRobustness, profile_robustness
    from kiemen.adoption.scales import ScaleScores, score_scale
    from kiemen.adoption.structure import StructureCheck, check_structure
    from kiemen.adoption.thresholds import Thresholds, score_thresholds
    from kiemen.adoption.times import AdoptionTimes, build_times
    from kiemen.datasets.examples import example_path, load_example, load_truth, write_example
    from kiemen.diagnosis.blocking import BlockingClusters, find_blocking_clusters
    from kiemen.diagnosis.ingredients import IngredientProfile, profile_ingredients
    from kiemen.diagnosis.patterns import BlockingPatterns, find_patterns
    from kiemen.diagnosis.pokers import find_pokers
    from kiemen.diagnosis.together import BarrierTies, compare_barriers
    from kiemen.diffusion.behaviours import Behaviour, BehaviourSpread, simulate_behaviours
    from kiemen.diffusion.cascade import IndependentCascade
    from kiemen.diffusion.complex_paths import ComplexPaths, score_complex_paths
    from kiemen.diffusion.fire import Fire, Impulse
    from kiemen.diffusion.fit import RateFit, fit_rates
    from kiemen.diffusion.forecast import Forecast, forecast_growth
    from kiemen.diffusion.leverage import LeverageScores, score_leverage
    from kiemen.diffusion.linear_threshold import LinearThreshold
    from kiemen.diffusion.mixture import Mixture
    from kiemen.diffusion.simulation import Spread, simulate_spread
    from kiemen.diffusion.starters import Starters, check_starters, find_starters
    from kiemen.diffusion.threshold import Threshold
    from kiemen.diffusion.verdict import FireVerdict, check_fire
    from kiemen.errors import (
        ColumnError,
        ConvergenceWarning,
        DoubtfulInputWarning,
        FileFormatError,
        InputError,
        KiemenError,
        KiemenWarning,
        LowResponseWarning,
        MissingPackageError,
        NoSignalWarning,
        PrivacyError,
        SmallSampleWarning,
        TooLargeError,
        TooLittleDataError,
    )
    from kiemen.i18n import set_language
    from kiemen.measures.betweenness import score_betweenness
    from kiemen.measures.bridges import BridgeScores, score_bridges
    from kiemen.measures.brokerage import score_brokerage
    from kiemen.measures.communities import Communities, find_communities
    from kiemen.measures.holes import score_holes
    from kiemen.measures.meeting_places import MeetingPlaces, score_meeting_places, score_participation
    from kiemen.measures.projection import build_projection
    from kiemen.measures.removal import KeyPeople, Removal, find_key_people, score_removal
    from kiemen.measures.roles import Roles, score_roles
    from kiemen.measures.tie_bridges import TieBridges, find_tie_bridges
    from kiemen.measures.walls import Walls, find_walls
    from kiemen.network import Network
    from kiemen.plots.adoption import plot_hazard
    from kiemen.plots.growth import plot_forecast, plot_survival
    from kiemen.plots.layout import build_layout
    from kiemen.plots.maps import plot_network
    from kiemen.plots.scores import plot_adopters, plot_axes, plot_bridges
    from kiemen.plots.suggestions import plot_suggestion_map
    from kiemen.plots.walls import plot_walls
    from kiemen.privacy.pseudonyms import pseudonymise, reidentify, write_key
    from kiemen.privacy.uniqueness import check_uniqueness
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
    from kiemen.read.project import Project, read_project
    from kiemen.read.roster import read_roster
    from kiemen.read.scales import Scale
    from kiemen.read.survey import read_survey
    from kiemen.read.ties import read_ties
    from kiemen.read.viva import read_viva, read_viva_groups
    from kiemen.report.audit import Audit, audit_file
    from kiemen.report.build import Report, build_report, write_report
    from kiemen.report.overview import Overview, build_overview
    from kiemen.report.personal import write_personal_reports
    from kiemen.results import Fact, Provenance, Result
    from kiemen.suggest.acceptance import AcceptanceModel, fit_acceptance
    from kiemen.suggest.acceptance_check import AcceptanceCheck, check_acceptance
    from kiemen.suggest.bundles import Bundles, suggest_bundles
    from kiemen.suggest.connections import Suggestions, suggest_connections
    from kiemen.suggest.initiatives import Joinings, suggest_initiatives
    from kiemen.suggest.invitations import Invitations, suggest_invitations
    from kiemen.suggest.meetings import Meetings, suggest_meetings
    from kiemen.suggest.plan import Plan, build_plan
    from kiemen.suggest.proximity import Proximity, score_proximity
    from kiemen.suggest.register import Register, read_register, write_register
    from kiemen.suggest.relief import Relief, suggest_relief
    from kiemen.write import write_graph, write_network, write_tables

__version__ = "0.1.0"

__all__ = [
    "AcceptanceCheck",
    "AcceptanceModel",
    "AdditiveHazard",
    "AdopterCategories",
    "AdopterScores",
    "AdoptionClustering",
    "AdoptionCurve",
    "AdoptionTimes",
    "Audit",
    "BarrierTies",
    "BassCurve",
    "Behaviour",
    "BehaviourSpread",
    "BlockingClusters",
    "BlockingPatterns",
    "BridgeScores",
    "Bundles",
    "CheckResult",
    "ColumnError",
    "Communities",
    "ComplexPaths",
    "ContagionCheck",
    "ConvergenceWarning",
    "DoubtfulInputWarning",
    "Fact",
    "FileFormatError",
    "Fire",
    "FireVerdict",
    "Forecast",
    "HazardFit",
    "Impulse",
    "IndependentCascade",
    "InfectionScores",
    "IngredientProfile",
    "InputError",
    "Invitations",
    "Joinings",
    "KeyPeople",
    "KiemenError",
    "KiemenWarning",
    "LeaderMatches",
    "LeaderStance",
    "LeverageScores",
    "LinearThreshold",
    "LowResponseWarning",
    "MeetingPlaces",
    "Meetings",
    "MissingPackageError",
    "Mixture",
    "NameMatches",
    "Network",
    "NoSignalWarning",
    "NominationScores",
    "OrderFit",
    "Overview",
    "PersonEffects",
    "Plan",
    "PositionRobustness",
    "PrivacyError",
    "Project",
    "Provenance",
    "Proximity",
    "RateFit",
    "RatingAgreement",
    "Register",
    "Relief",
    "Removal",
    "Report",
    "Result",
    "Roles",
    "Scale",
    "ScaleScores",
    "ScoreCheck",
    "SmallSampleWarning",
    "Spread",
    "Starters",
    "StructureCheck",
    "Suggestions",
    "Threshold",
    "Thresholds",
    "TieBridges",
    "TooLargeError",
    "TooLittleDataError",
    "Walls",
    "audit_file",
    "build_layout",
    "build_overview",
    "build_period_contacts",
    "build_plan",
    "build_projection",
    "build_report",
    "build_times",
    "check_acceptance",
    "check_contagion",
    "check_features",
    "check_file",
    "check_fire",
    "check_leaders",
    "check_scores",
    "check_starters",
    "check_structure",
    "check_uniqueness",
    "compare_barriers",
    "compare_ratings",
    "example_path",
    "find_blocking_clusters",
    "find_categories",
    "find_communities",
    "find_innovativeness_bands",
    "find_key_people",
    "find_patterns",
    "find_pokers",
    "find_starters",
    "find_tie_bridges",
    "find_walls",
    "fit_acceptance",
    "fit_additive_hazard",
    "fit_bass",
    "fit_hazard",
    "fit_order",
    "fit_rates",
    "forecast_growth",
    "load_example",
    "load_truth",
    "match_leaders",
    "match_names",
    "plot_adopters",
    "plot_axes",
    "plot_bridges",
    "plot_forecast",
    "plot_hazard",
    "plot_network",
    "plot_suggestion_map",
    "plot_survival",
    "plot_walls",
    "profile_adoption",
    "profile_clustering",
    "profile_ingredients",
    "profile_robustness",
    "pseudonymise",
    "read_adoptions",
    "read_decisions",
    "read_events",
    "read_graph",
    "read_initiatives",
    "read_mail",
    "read_meetings",
    "read_memberships",
    "read_network",
    "read_project",
    "read_register",
    "read_roster",
    "read_survey",
    "read_ties",
    "read_viva",
    "read_viva_groups",
    "reidentify",
    "score_adopters",
    "score_betweenness",
    "score_bridges",
    "score_brokerage",
    "score_complex_paths",
    "score_equivalence",
    "score_exposure",
    "score_holes",
    "score_infection",
    "score_innovativeness",
    "score_leverage",
    "score_meeting_places",
    "score_nominations",
    "score_participation",
    "score_person_effects",
    "score_proximity",
    "score_removal",
    "score_roles",
    "score_scale",
    "score_thresholds",
    "set_language",
    "simulate_behaviours",
    "simulate_spread",
    "suggest_bundles",
    "suggest_connections",
    "suggest_initiatives",
    "suggest_invitations",
    "suggest_meetings",
    "suggest_relief",
    "write_example",
    "write_graph",
    "write_key",
    "write_network",
    "write_personal_reports",
    "write_register",
    "write_report",
    "write_tables",
]


def __getattr__(name: str) -> Any:
    """Fetch a public name from its room the first time it is used."""
    if name in ROOMS:
        found = getattr(importlib.import_module(ROOMS[name]), name)
        globals()[name] = found
        return found
    raise AttributeError(f"module 'kiemen' has no attribute {name!r}")


def __dir__() -> list[str]:
    """List the public names."""
    return sorted([*__all__, "__version__"])
