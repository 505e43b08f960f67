"""Pictures: every result has its own, in one visual language; Axes in, Axes out, nothing shown or saved."""

from kiemen.plots.adoption import (
    plot_adoption,
    plot_bass,
    plot_categories,
    plot_check,
    plot_hazard,
    plot_thresholds,
)
from kiemen.plots.checks import (
    plot_additive_hazard,
    plot_clustering,
    plot_contagion,
    plot_hazard_fit,
    plot_order,
    plot_rates,
    plot_robustness,
    plot_structure,
)
from kiemen.plots.diagnosis import plot_blocking, plot_ingredients, plot_patterns
from kiemen.plots.groups import plot_group_bars
from kiemen.plots.growth import plot_forecast, plot_spread, plot_survival
from kiemen.plots.layout import build_layout
from kiemen.plots.leaders import plot_barriers, plot_leader_matches, plot_leaders, plot_ratings
from kiemen.plots.levers import (
    plot_behaviours,
    plot_leverage,
    plot_meetings,
    plot_starters,
    plot_tie_bridges,
    plot_tipping,
)
from kiemen.plots.maps import plot_network
from kiemen.plots.plans import (
    plot_acceptance,
    plot_bundles,
    plot_invitations,
    plot_joinings,
    plot_plan,
    plot_proximity,
    plot_relief,
)
from kiemen.plots.positions import (
    plot_communities,
    plot_complex_paths,
    plot_key_people,
    plot_meeting_places,
    plot_removal,
    plot_roles,
)
from kiemen.plots.records import plot_audit, plot_findings, plot_matches
from kiemen.plots.scores import (
    plot_adopters,
    plot_axes,
    plot_bridges,
    plot_infection,
    plot_nominations,
    plot_person_effects,
    plot_scale,
)
from kiemen.plots.suggestions import plot_suggestion_map, plot_suggestions
from kiemen.plots.walls import plot_walls

__all__ = [
    "build_layout",
    "plot_acceptance",
    "plot_additive_hazard",
    "plot_adopters",
    "plot_adoption",
    "plot_audit",
    "plot_axes",
    "plot_barriers",
    "plot_bass",
    "plot_behaviours",
    "plot_blocking",
    "plot_bridges",
    "plot_bundles",
    "plot_categories",
    "plot_check",
    "plot_clustering",
    "plot_communities",
    "plot_complex_paths",
    "plot_contagion",
    "plot_findings",
    "plot_forecast",
    "plot_group_bars",
    "plot_hazard",
    "plot_hazard_fit",
    "plot_infection",
    "plot_ingredients",
    "plot_invitations",
    "plot_joinings",
    "plot_key_people",
    "plot_leader_matches",
    "plot_leaders",
    "plot_leverage",
    "plot_matches",
    "plot_meeting_places",
    "plot_meetings",
    "plot_network",
    "plot_nominations",
    "plot_order",
    "plot_patterns",
    "plot_person_effects",
    "plot_plan",
    "plot_proximity",
    "plot_rates",
    "plot_ratings",
    "plot_relief",
    "plot_removal",
    "plot_robustness",
    "plot_roles",
    "plot_scale",
    "plot_spread",
    "plot_starters",
    "plot_structure",
    "plot_suggestion_map",
    "plot_suggestions",
    "plot_survival",
    "plot_thresholds",
    "plot_tie_bridges",
    "plot_tipping",
    "plot_walls",
]
