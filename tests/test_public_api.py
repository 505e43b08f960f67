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
    "AdoptionClustering",
    "AdoptionCurve",
    "AdoptionTimes",
    "BassCurve",
    "BlockingClusters",
    "BlockingPatterns",
    "BridgeScores",
    "CheckResult",
    "ContagionCheck",
    "Fact",
    "HazardFit",
    "InfectionScores",
    "IngredientProfile",
    "LeaderMatches",
    "LeaderStance",
    "NameMatches",
    "Network",
    "NominationScores",
    "OrderFit",
    "PersonEffects",
    "PositionRobustness",
    "Provenance",
    "Proximity",
    "RatingAgreement",
    "Register",
    "Result",
    "Scale",
    "ScaleScores",
    "ScoreCheck",
    "StructureCheck",
    "Suggestions",
    "Thresholds",
    "Walls",
    "build_period_contacts",
    "build_times",
    "check_acceptance",
    "check_contagion",
    "check_features",
    "check_file",
    "check_leaders",
    "check_scores",
    "check_structure",
    "compare_ratings",
    "example_path",
    "find_blocking_clusters",
    "find_categories",
    "find_innovativeness_bands",
    "find_patterns",
    "find_pokers",
    "find_walls",
    "fit_acceptance",
    "fit_additive_hazard",
    "fit_bass",
    "fit_hazard",
    "fit_order",
    "load_example",
    "load_truth",
    "match_leaders",
    "match_names",
    "profile_adoption",
    "profile_clustering",
    "profile_ingredients",
    "profile_robustness",
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
    "score_equivalence",
    "score_exposure",
    "score_infection",
    "score_innovativeness",
    "score_nominations",
    "score_person_effects",
    "score_proximity",
    "score_scale",
    "score_thresholds",
    "set_language",
    "suggest_connections",
    "write_example",
    "write_graph",
    "write_network",
    "write_tables",
]
VERBS = ("read_", "match_", "build_", "score_", "find_", "profile_", "suggest_", "simulate_", "forecast_", "fit_")
VERBS += ("compare_", "plot_", "write_", "check_", "load_", "set_")


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
