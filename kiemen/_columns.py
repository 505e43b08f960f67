"""The columns of tables as a person reads them, and the words that stand in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiemen.i18n import mark, resolve_language, text, worded

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

COLUMNS = {
    "step": mark("Step"),
    "strategy": mark("Strategy"),
    "asks": mark("Asked"),
    "person": mark("Person"),
    "name": mark("Name"),
    "group": mark("Department"),
    "people": mark("People"),
    "reason": mark("Why"),
    "other": mark("With"),
    "via": mark("Introduced by"),
    "rank": mark("Rank"),
    "rank_low": mark("Rank at best"),
    "rank_high": mark("Rank at worst"),
    "propensity": mark("Propensity"),
    "top10": mark("In the top tenth"),
    "basis": mark("Basis"),
    "survey": mark("Survey"),
    "behaviour": mark("Behaviour"),
    "nominations": mark("Nominations"),
    "evidence": mark("Evidence"),
    "agreement": mark("Agreement"),
    "score": mark("Score"),
    "betweenness": mark("Betweenness"),
    "brokerage": mark("Brokerage"),
    "constraint": mark("Constraint"),
    "effective_size": mark("Effective size"),
    "degree": mark("Contacts"),
    "demand": mark("Asks for attention"),
    "groups": mark("Groups reached"),
    "between": mark("Stands between"),
    "overloaded": mark("Carries too much"),
    "inside": mark("Inside"),
    "observed": mark("Ties"),
    "expected": mark("Expected"),
    "chance": mark("By chance"),
    "index": mark("Index"),
    "wall": mark("Wall"),
    "strong": mark("Strong wall"),
    "power": mark("Chance to notice a wall"),
    "testable": mark("Enough to tell"),
    "kind": mark("Kind"),
    "found": mark("Found"),
    "action": mark("What to do"),
    "ingredient": mark("Ingredient"),
    "small": mark("Small group"),
    "statistic": mark("Seen"),
    "spark": mark("Spark"),
    "oxygen": mark("Oxygen"),
    "matches": mark("Matches"),
    "fuel": mark("Fuel"),
    "stoking": mark("Stoking"),
    "pokers": mark("Pokers"),
    "coverage": mark("Coverage"),
    "missing": mark("Clearly lacking"),
    "form": mark("Form"),
    "acceptance": mark("Chance of yes"),
    "gain": mark("Extra adopters"),
    "gain_low": mark("Extra, low"),
    "gain_high": mark("Extra, high"),
    "alone": mark("If the only tie"),
    "value": mark("Expected value"),
    "survives": mark("Holds in"),
    "crosses": mark("Crosses"),
    "bundle": mark("Bundle"),
    "invited_by": mark("Invited by"),
    "shared": mark("Shared contacts"),
    "size": mark("Size"),
    "adopters": mark("Early adopters"),
    "new_ties": mark("New ties"),
    "reinforced": mark("Reinforced"),
    "topic": mark("Topic"),
    "period": mark("Period"),
    "mean": mark("As things are"),
    "low": mark("Low"),
    "high": mark("High"),
    "survival": mark("Still burns"),
    "after_mean": mark("With suggestions"),
    "after_low": mark("With, low"),
    "after_high": mark("With, high"),
    "after_survival": mark("With, still burns"),
    "survival_low": mark("Still burns, low"),
    "survival_high": mark("Still burns, high"),
    "after_survival_low": mark("With, still burns, low"),
    "after_survival_high": mark("With, still burns, high"),
    "q25": mark("Lower quarter"),
    "median": mark("Middle"),
    "q75": mark("Upper quarter"),
    "after_q25": mark("With, lower quarter"),
    "after_median": mark("With, middle"),
    "after_q75": mark("With, upper quarter"),
    "p": mark("p"),
    "q": mark("p, corrected"),
    "open": mark("Expected from openness"),
    "q_open": mark("p from openness, corrected"),
    "pattern": mark("Pattern"),
    "suggestion": mark("Suggestion"),
    "meeting": mark("Meeting number"),
    "invitation": mark("Invitation"),
    "across": mark("Across groups"),
    "activated": mark("Active in the end"),
    "activity": mark("Between groups"),
    "adopted": mark("Adopted"),
    "adopter": mark("Adopter"),
    "after_share": mark("With, share"),
    "allowed": mark("May be seen"),
    "answered": mark("Answered"),
    "at_risk": mark("Not yet"),
    "auc": mark("AUC"),
    "auc_low": mark("AUC, low"),
    "auc_high": mark("AUC, high"),
    "auc_within": mark("AUC within groups"),
    "within_low": mark("Within groups, low"),
    "within_high": mark("Within groups, high"),
    "average_precision": mark("Average precision"),
    "average_precision_low": mark("Average precision, low"),
    "average_precision_high": mark("Average precision, high"),
    "precision": mark("Precision at the top"),
    "precision_low": mark("Precision at the top, low"),
    "precision_high": mark("Precision at the top, high"),
    "lift_low": mark("Times chance, low"),
    "lift_high": mark("Times chance, high"),
    "distance_two": mark("Precision at two steps"),
    "formed": mark("Ties formed"),
    "band": mark("Band"),
    "bridge": mark("Bridge"),
    "candidates": mark("Candidates"),
    "carried": mark("Pairs carried"),
    "category": mark("Category"),
    "coefficient": mark("Coefficient"),
    "column": mark("Column"),
    "community": mark("Community"),
    "consultant": mark("Consultant"),
    "contacts": mark("Contacts"),
    "coordinator": mark("Coordinator"),
    "correlation": mark("Correlation"),
    "cost": mark("Cost"),
    "cumulative": mark("Adopted so far"),
    "cut": mark("Cut tie"),
    "cut_off": mark("Cut off"),
    "cut_point": mark("Cut point"),
    "diversity": mark("Diversity"),
    "effect": mark("Effect"),
    "effect_low": mark("Effect, low"),
    "effect_high": mark("Effect, high"),
    "eligible": mark("Could name"),
    "embeddedness": mark("Contacts in common"),
    "error": mark("Standard error"),
    "estimate": mark("Estimate"),
    "exact": mark("Exact"),
    "excess": mark("Above chance"),
    "exclusivity": mark("Only one between"),
    "fitted": mark("Fitted"),
    "fragmentation": mark("Fragmentation"),
    "from_contacts": mark("Through contacts"),
    "from_outside": mark("From outside"),
    "gatekeeper": mark("Gatekeeper"),
    "hazard": mark("Chance to adopt"),
    "hazard_low": mark("Chance, low"),
    "hazard_high": mark("Chance, high"),
    "holds": mark("Holds"),
    "infectiousness": mark("Infectiousness"),
    "initiative": mark("Initiative"),
    "is_leader": mark("Is a leader"),
    "joined": mark("Joined"),
    "known": mark("Known already"),
    "leader": mark("Nearest leader"),
    "left_censored": mark("Before the window"),
    "length": mark("Path length"),
    "level": mark("Level"),
    "leverage": mark("Leverage"),
    "liaison": mark("Liaison"),
    "lift": mark("Times chance"),
    "local_bridge": mark("Local bridge"),
    "loss": mark("Loss"),
    "members": mark("Members"),
    "moran": mark("Moran's I"),
    "named": mark("Times named"),
    "new_contacts": mark("New contacts"),
    "odds_ratio": mark("Odds ratio"),
    "only_here": mark("Meet only here"),
    "order": mark("Order"),
    "outside": mark("Outside"),
    "overlap": mark("Still in the top"),
    "p_normal": mark("p, normal curve"),
    "p_within": mark("p within groups"),
    "per_tie": mark("Gain per tie"),
    "pieces": mark("Pieces"),
    "points_to": mark("Points to"),
    "practices": mark("Initiatives looked at"),
    "rate": mark("Rate"),
    "rate_low": mark("Rate, low"),
    "rate_high": mark("Rate, high"),
    "relieved": mark("Share relieved"),
    "representative": mark("Representative"),
    "role": mark("Role"),
    "rows": mark("Rows"),
    "sd": mark("Spread of chance"),
    "share": mark("Share"),
    "simmelian": mark("Shared triangles"),
    "span": mark("Span"),
    "spread": mark("Reach"),
    "stability": mark("Stability"),
    "stance": mark("Stance"),
    "status": mark("Status"),
    "steps": mark("Steps"),
    "susceptibility": mark("Susceptibility"),
    "t": mark("t"),
    "threshold": mark("Threshold"),
    "ties": mark("Ties"),
    "ties_of_bridge": mark("Ties of the bridge"),
    "ties_out": mark("Ties outwards"),
    "time": mark("Period"),
    "times": mark("Times"),
    "tipping": mark("Tipping point"),
    "to_open": mark("Ties to open"),
    "to_unlock": mark("Ties to unlock"),
    "total": mark("Total"),
    "urgency": mark("Urgency"),
    "values": mark("Values"),
    "what": mark("What"),
    "where": mark("Where"),
    "why": mark("Why"),
    "width": mark("Width"),
    "written": mark("Written"),
    "z": mark("Standard deviations"),
    "z_within": mark("Standard deviations within groups"),
    "factor": mark("Times its value now"),
    "term": mark("Term"),
    "network": mark("Network"),
    "ranking": mark("Ranking"),
    "own": mark("Own view"),
    "peers": mark("Colleagues"),
    "criterion": mark("Criterion"),
    "cluster": mark("Cluster"),
    "measure": mark("Measure"),
    "finding": mark("Finding"),
    "pair": mark("Pair"),
    "method": mark("Method"),
    "tie": mark("Tie"),
    "lever": mark("Lever"),
    "reversed": mark("Reversed"),
    "depends": mark("Depends on"),
    "robust": mark("Robust"),
    "fire_active": mark("Fire: active"),
    "fire_active_low": mark("Fire: active, low"),
    "fire_active_high": mark("Fire: active, high"),
    "fire_connected": mark("Fire: connected"),
    "fire_connected_low": mark("Fire: connected, low"),
    "fire_connected_high": mark("Fire: connected, high"),
    "cascade_active": mark("Cascade: active"),
    "cascade_active_low": mark("Cascade: active, low"),
    "cascade_active_high": mark("Cascade: active, high"),
    "cascade_connected": mark("Cascade: connected"),
    "cascade_connected_low": mark("Cascade: connected, low"),
    "cascade_connected_high": mark("Cascade: connected, high"),
    "threshold_active": mark("Threshold: active"),
    "threshold_active_low": mark("Threshold: active, low"),
    "threshold_active_high": mark("Threshold: active, high"),
    "threshold_connected": mark("Threshold: connected"),
    "threshold_connected_low": mark("Threshold: connected, low"),
    "threshold_connected_high": mark("Threshold: connected, high"),
}

# Columns and indexes whose values are words of the library, not of the data.
OF_WORDS = frozenset(
    {
        "action", "basis", "band", "bridge", "category", "criterion", "degree", "form", "ingredient", "kind", "level",
        "lever", "measure", "method", "missing", "network", "part", "points_to", "ranking", "rate", "role", "stance",
        "status", "strategy", "term", "urgency", "verdict",
    }
)  # fmt: skip
# Columns that hold several of those words with commas between them.
OF_LISTS = frozenset({"depends"})
# Those words that no module says in a sentence of its own.
WORDS = (
    mark("cascade above tipping"),
    mark("cascade below tipping"),
    mark("fire"),
    mark("missing ties"),
    mark("starter"),
    mark("meeting"),
    mark("invitation"),
    mark("relief"),
    mark("initiative"),
    mark("individuals"),
    mark("segmentation"),
    mark("induction"),
    mark("alteration"),
    mark("administrator"),
    mark("against"),
    mark("alike"),
    mark("behaviour"),
    mark("better than chance"),
    mark("bundle"),
    mark("cascade condition"),
    mark("chance"),
    mark("chosen"),
    mark("common"),
    mark("company"),
    mark("cooling"),
    mark("council"),
    mark("critical mass"),
    mark("degree"),
    mark("director"),
    mark("e-mail"),
    mark("early adopter"),
    mark("early majority"),
    mark("exposure"),
    mark("for"),
    mark("fuel"),
    mark("groups reached"),
    mark("holds"),
    mark("holds without its starters"),
    mark("id"),
    mark("information"),
    mark("innovator"),
    mark("introduction"),
    mark("know"),
    mark("laggard"),
    mark("late majority"),
    mark("learned"),
    mark("localisation"),
    mark("look at"),
    mark("mend"),
    mark("name"),
    mark("neither"),
    mark("no better than chance"),
    mark("not adopted"),
    mark("outside"),
    mark("outside innovator"),
    mark("per contact"),
    mark("percolation"),
    mark("probability"),
    mark("random"),
    mark("random plus"),
    mark("reproduction number"),
    mark("request"),
    mark("same group"),
    mark("score"),
    mark("small group"),
    mark("strength"),
    mark("team lead"),
    mark("threshold"),
    mark("tie"),
    mark("ties turned around"),
    mark("unit weights"),
    mark("unknown"),
    mark("vulnerable cluster"),
    mark("worse than chance"),
)


# The two sides of the wall around the organisation, wherever groups are named.
SIDES = {
    "inside": mark("inside"),
    "outside": mark("outside"),
    "inside – outside": mark("inside – outside"),
}
OF_GROUPS = frozenset({"group", "other", "between", "wall", "inside"})


def column_name(name: object, language: str | None = None) -> str:
    """Give a column as a person reads it; one without a wording of its own loses its underscores."""
    key = str(name)
    if key in COLUMNS:
        return text(COLUMNS[key], language)
    plain = key.replace("_", " ").strip()
    return plain[:1].upper() + plain[1:]


def shown_names(frame: pd.DataFrame, language: str | None = None, words: Mapping[str, str] | None = None) -> list[str]:
    """Give what stands above the index and each column.

    In English that is the name itself, which is what one types to ask for it; elsewhere it is the wording. `words` go
    before the usual ones, where a column means something else than elsewhere.
    """
    names = ["" if frame.index.name is None else str(frame.index.name), *map(str, frame.columns)]
    if resolve_language(language) == "en":
        return names
    known = {**COLUMNS, **(words or {})}
    return [text(known[name], language) if name in known else name for name in names]


def shown_words(frame: pd.DataFrame, language: str | None = None) -> pd.DataFrame:
    """Give the frame with the words of the library in the language; what comes from the data stays as it is."""
    import pandas as pd

    if resolve_language(language) == "en":
        return frame
    changed = frame.copy(deep=False)
    for name in frame.columns:
        if name in OF_LISTS:
            changed[name] = [
                ", ".join(str(_said(one, language)) for one in str(row).split(", ")) for row in frame[name]
            ]
        elif name in OF_WORDS and not pd.api.types.is_numeric_dtype(frame[name]):
            changed[name] = frame[name].map(lambda value: _said(value, language))
        elif name in OF_GROUPS and frame[name].isin(SIDES).any():
            changed[name] = frame[name].map(lambda value: _side(value, language))
    if frame.index.name in OF_WORDS:
        changed.index = pd.Index([_said(value, language) for value in frame.index], name=frame.index.name)
    elif frame.index.name in OF_GROUPS and frame.index.isin(SIDES).any():
        changed.index = pd.Index([_side(value, language) for value in frame.index], name=frame.index.name)
    return changed


def _side(value: object, language: str | None) -> object:
    return text(SIDES[value], language) if isinstance(value, str) and value in SIDES else value


def _said(value: object, language: str | None) -> object:
    return worded(value, language) if isinstance(value, str) else value
