"""The public names are pinned: adding or removing one is a decision, not an accident."""

import inspect

import pytest

import kiemen
from kiemen import _ROOMS

PINNED = [
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
    "PersonEffects",
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
    "build_period_contacts",
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
    "write_report",
    "write_tables",
]
VERBS = ("read_", "match_", "build_", "score_", "find_", "profile_", "suggest_", "simulate_", "forecast_", "fit_")
VERBS += ("compare_", "plot_", "write_", "check_", "load_", "set_")
# Verbs with a meaning of their own in privacy, and the place of the example files.
VERBS += ("audit_", "pseudonymise", "reidentify", "example_path")


def test_names_are_pinned():
    assert sorted(kiemen.__all__) == PINNED
    assert sorted(_ROOMS) == PINNED


@pytest.mark.parametrize("name", PINNED)
def test_every_name_can_be_fetched_and_says_what_it_does(name):
    found = getattr(kiemen, name)
    assert found.__doc__
    if inspect.isfunction(found):
        assert name.startswith(VERBS), f"{name} does not start with a verb of the house"


def test_an_unknown_name_is_refused():
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        kiemen.nothing  # noqa: B018


@pytest.mark.parametrize("name", [name for name in PINNED if name.islower()])
def test_the_network_comes_first_and_the_rest_by_name(name):
    parameters = list(inspect.signature(getattr(kiemen, name)).parameters.values())
    names = [parameter.name for parameter in parameters]
    if "network" in names:
        assert names[0] == "network" or names[1] == "network"
    positional = [p for p in parameters if p.kind is p.POSITIONAL_OR_KEYWORD]
    assert len(positional) <= 2, f"{name}: only the first one or two arguments may be positional"
    if "audience" in names:
        audience = inspect.signature(getattr(kiemen, name)).parameters["audience"]
        assert audience.default is audience.empty, f"{name}: audience has no default"
