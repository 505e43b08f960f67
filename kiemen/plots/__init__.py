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
from kiemen.plots.levers import (
    plot_behaviours,
    plot_leverage,
    plot_meetings,
    plot_starters,
    plot_tie_bridges,
    plot_tipping,
)
from kiemen.plots.maps import plot_network
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
    "plot_additive_hazard",
    "plot_adopters",
    "plot_adoption",
    "plot_axes",
    "plot_bass",
    "plot_behaviours",
    "plot_blocking",
    "plot_bridges",
    "plot_categories",
    "plot_check",
    "plot_clustering",
    "plot_contagion",
    "plot_forecast",
    "plot_group_bars",
    "plot_hazard",
    "plot_hazard_fit",
    "plot_infection",
    "plot_ingredients",
    "plot_leverage",
    "plot_meetings",
    "plot_network",
    "plot_nominations",
    "plot_order",
    "plot_patterns",
    "plot_person_effects",
    "plot_rates",
    "plot_robustness",
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
