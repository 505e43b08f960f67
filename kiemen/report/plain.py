"""Findings in everyday words, for the first page: the sections tell the same with the words of their field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiemen.i18n import mark, text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiemen.results import Result

# What each ingredient is, for who meets the word for the first time.
INGREDIENTS = {
    "spark": mark("the first people"),
    "oxygen": mark("room to be heard and to do things differently"),
    "matches": mark("showing that it works"),
    "fuel": mark("everyday encounters with initiators and other groups"),
    "stoking": mark("doing, with daily relevance"),
    "pokers": mark("allies who stoke along"),
}
VERDICT = mark("As things are: {verdict}. Simulated, it goes on by itself in {worlds}.")
LOWEST = mark("Of what a fire needs, {ingredient} is lowest: {meaning} ({level:.0f} of 100).")
GROWTH = mark(
    "{n:# new tie|# new ties} would bring {low:.1f} to {high:.1f} more people who take part, depending on how "
    "behaviour spreads."
)
ONE_MODEL = mark(
    "The {gain:.1f} is for this one model; over all the models that were tried for the suggestions, the same ties "
    "bring {low:.1f} to {high:.1f}."
)
# How the caution begins that a forecast has where all join anyway; what comes then is for who sets its parameters.
ANYWAY = "In {share:.0%} of the worlds nearly everybody joins"
EVERYBODY = mark(
    "In the simulation nearly everybody joins, whatever is done: it tells little about who or what matters. Count only "
    "the ties that stand for working together, or look at a model that is harder to convince."
)


def everybody_line(results: Mapping[str, Result], language: str) -> str:
    """Say that a forecast tells little where all join anyway; "" where that is not so."""
    cautions = results["forecast"].cautions if "forecast" in results else ()
    return text(EVERYBODY, language) if any(fact.message.startswith(ANYWAY) for fact in cautions) else ""


def plain_cautions(forecast: Result, language: str) -> tuple[str, ...]:
    """Give what limits a forecast, for those who set none of its parameters."""
    return tuple(
        text(EVERYBODY, language) if fact.message.startswith(ANYWAY) else fact.say(language)
        for fact in forecast.cautions
    )


def verdict_line(forecast: Result, language: str) -> str:
    """Say whether it goes on by itself, without periods and starts; "" where the verdict rests on something else."""
    for fact in forecast.headline:
        if {"verdict", "worlds", "horizon"} <= set(fact.values) and fact.message.endswith("as at the start."):
            return text(VERDICT, language, verdict=fact.values["verdict"], worlds=fact.values["worlds"])
    return ""


def ingredient_line(profile: Result, language: str) -> str:
    """Say what is lowest and what that is; "" where a single one was measured."""
    for fact in profile.headline:
        ingredient = str(getattr(fact.values.get("ingredient"), "message", ""))
        if ingredient in INGREDIENTS and "level" in fact.values and "lowest" in fact.message:
            return text(
                LOWEST,
                language,
                ingredient=text(ingredient, language),
                meaning=text(INGREDIENTS[ingredient], language),
                level=100 * float(fact.values["level"]),
            )
    return ""


def one_model_line(results: Mapping[str, Result], language: str) -> str:
    """Say how the gain of a forecast relates to the range told with the suggestions; "" unless both are of one plan."""
    if not {"forecast", "suggestions"} <= set(results):
        return ""
    growth, plans = ([fact.values for fact in results[part].headline] for part in ("forecast", "suggestions"))
    gain = next((values for values in growth if {"n", "gain"} <= set(values)), None)
    plan = next((values for values in plans if set(values) == {"n", "low", "high"}), None)
    if gain is None or plan is None or gain["n"] != plan["n"]:
        return ""
    return text(ONE_MODEL, language, gain=gain["gain"], low=plan["low"], high=plan["high"])


def growth_line(suggestions: Result, language: str) -> str:
    """Say what the plan would bring over the models; numbers only, so that anybody may read it."""
    for fact in suggestions.headline:
        values = {name: fact.values.get(name) for name in ("n", "low", "high")}
        if set(fact.values) == set(values) and all(isinstance(value, (int, float)) for value in values.values()):
            return text(GROWTH, language, **values)
    return ""
