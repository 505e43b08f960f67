"""Findings in everyday words, for the first page: the sections tell the same with the words of their field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kiemen.adoption.reasons import AGREE_BY_CHANCE, AGREE_HARDLY
from kiemen.i18n import mark, text
from kiemen.report.content import SMALLEST_GAIN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiemen.results import Fact, Result

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
LOWEST_MEASURED = mark(
    "Of the {measured} things a fire needs that were measured, {ingredient} is lowest: {meaning} ({level:.0f} of 100)."
)
ALIKE = mark("Of what a fire needs, these are lowest, and about equal: {several}.")
ALIKE_MEASURED = mark(
    "Of the {measured} things a fire needs that were measured, these are lowest, and about equal: {several}."
)
ALL_ALIKE = mark("Of what a fire needs there is about as much of each, as far as it was measured: {several}.")
ONE_OF_SEVERAL = mark("{ingredient}, {meaning} ({level:.0f} of 100)")
GROWTH = mark(
    "{n:# new tie|# new ties} would bring {low:.1f} to {high:.1f} extra adopters, people who come to take part, "
    "depending on how behaviour spreads."
)
NO_GROWTH = mark(
    "Nobody more is expected to take part through new ties: in the simulated worlds the best that were found bring no "
    "extra adopters."
)
NOTHING_EXPECTED = mark(
    "Do not expect growth from bringing people together: in the simulated worlds it brings no extra adopters. Do it "
    "only where it is worth doing by itself."
)
ONLY_ELSEWHERE = mark(
    "In the worlds of the forecast, bringing people together brings no extra adopters; under the other models that "
    "were tried it brings up to {high:.1f}. Count on it only if one of those fits."
)
ONE_MODEL = mark(
    "The {gain:.1f} is for this one model; over all the models that were tried for the suggestions, the same ties "
    "bring {low:.1f} to {high:.1f}."
)
ONE_MODEL_OUTSIDE = mark(
    "The {gain:.1f} is for this one model. Over all the models that were tried for the suggestions, the same ties "
    "bring {low:.1f} to {high:.1f}; that was counted in other simulated worlds, where chance fell out differently. "
    "That {gain:.1f} lies outside says nothing about the ties."
)
# How the caution begins that a forecast has where all join anyway; what comes then is for who sets its parameters.
ANYWAY = "In {share:.0%} of the worlds nearly everybody joins"
EVERYBODY = mark(
    "In the simulation nearly everybody joins, whatever is done: it tells little about who or what matters. Count only "
    "the ties that stand for working together, or look at a model that is harder to convince."
)

# What follows from the caution of a ranking, for those who do not read of correlations.
ORDER_BY_CHANCE = mark(
    "Nothing in these data shows that the order of who is likely to try it first is better than chance: do not choose "
    "people by it, nor compare the readiness of groups."
)
ORDER_HARDLY = mark(
    "Little in these data shows that the order of who is likely to try it first is better than chance: do not choose "
    "people or compare the readiness of groups by it alone."
)


def unproven(results: Mapping[str, Result], language: str) -> tuple[str, ...]:
    """Say that the order of early adopters may be chance, wherever it is used; nothing where its evidence agrees."""
    said = {AGREE_BY_CHANCE: ORDER_BY_CHANCE, AGREE_HARDLY: ORDER_HARDLY}
    cautions = results["adopters"].cautions if "adopters" in results else ()
    return tuple(text(said[fact.message], language) for fact in cautions if fact.message in said)


def everybody_line(results: Mapping[str, Result], language: str) -> str:
    """Say that a forecast tells little where all join anyway; "" where that is not so."""
    cautions = results["forecast"].cautions if "forecast" in results else ()
    return text(EVERYBODY, language) if any(fact.message.startswith(ANYWAY) for fact in cautions) else ""


def plain_cautions(forecast: Result, language: str) -> tuple[str, ...]:
    """Give what limits a forecast, for those who set none of its parameters and may read of no few people.

    How many answered is told on the first page, or not at all beside an earlier report.
    """
    return tuple(
        text(EVERYBODY, language) if fact.message.startswith(ANYWAY) else fact.say(language)
        for fact in forecast.cautions
        if fact.scope != "analyst" and "rate" not in fact.values
    )


def verdict_line(forecast: Result, language: str) -> str:
    """Say whether it goes on by itself, without periods and starts; "" where the verdict rests on something else."""
    for fact in forecast.headline:
        if {"verdict", "worlds", "horizon"} <= set(fact.values) and fact.message.endswith("as at the start."):
            return text(VERDICT, language, verdict=fact.values["verdict"], worlds=fact.values["worlds"])
    return ""


def ingredient_line(profile: Result, language: str) -> str:
    """Say what is lowest and what that is, or what is about as low; "" where a single one was measured."""
    for fact in profile.headline:
        if "several" in fact.values:
            alike, measured = _levels(fact.values["several"]), fact.values["measured"]
            several = "; ".join(
                text(
                    ONE_OF_SEVERAL,
                    language,
                    ingredient=text(ingredient, language),
                    meaning=text(INGREDIENTS[ingredient], language),
                    level=100 * level,
                )
                for ingredient, level in alike
            )
            said = ALIKE_MEASURED if measured < len(INGREDIENTS) else ALIKE
            said = ALL_ALIKE if measured == len(alike) else said
            return text(said, language, measured=measured, several=several)
        ingredient = str(getattr(fact.values.get("ingredient"), "message", ""))
        if ingredient in INGREDIENTS and "level" in fact.values and "lowest" in fact.message:
            said = LOWEST_MEASURED if "measured" in fact.values else LOWEST
            return text(
                said,
                language,
                measured=fact.values.get("measured"),
                ingredient=text(ingredient, language),
                meaning=text(INGREDIENTS[ingredient], language),
                level=100 * float(fact.values["level"]),
            )
    return ""


def _levels(several: Fact) -> list[tuple[str, float]]:
    """Give the ingredients that a fact names, with their levels."""
    if "level" in several.values:
        return [(str(several.values["ingredient"].message), float(several.values["level"]))]
    return [one for part in several.values.values() for one in _levels(part)]


def one_model_line(results: Mapping[str, Result], language: str) -> str:
    """Say how the gain of a forecast relates to the range told with the suggestions; "" unless both are of one plan."""
    gain, plan = _gain(results), _range(results)
    if gain is None or plan is None or gain["n"] != plan["n"]:
        return ""
    # One model cannot lie outside the range of all, so where it does as shown, the worlds are what differs.
    low, shown, high = (round(float(value), 1) for value in (plan["low"], gain["gain"], plan["high"]))
    said = ONE_MODEL if low <= shown <= high else ONE_MODEL_OUTSIDE
    return text(said, language, gain=gain["gain"], low=plan["low"], high=plan["high"])


def _gain(results: Mapping[str, Result]) -> Mapping[str, Any] | None:
    """Give what the forecast says that new ties bring, if it was asked."""
    told = results["forecast"].headline if "forecast" in results else ()
    return next((fact.values for fact in told if {"n", "gain"} <= set(fact.values)), None)


def _range(results: Mapping[str, Result]) -> Mapping[str, Any] | None:
    """Give what the suggestions bring from the least to the most over models, if several were tried."""
    told = results["suggestions"].headline if "suggestions" in results else ()
    return next((fact.values for fact in told if set(fact.values) == {"n", "low", "high"}), None)


def nothing_line(results: Mapping[str, Result], language: str) -> str:
    """Say that the pairs suggested bring nobody, or only under other models; "" where they do bring somebody."""
    if "suggestions" not in results:
        return ""
    if _brings_nobody(results["suggestions"]):
        return text(NOTHING_EXPECTED, language)
    gain, plan = _gain(results), _range(results)
    if gain is None or float(gain["gain"]) >= SMALLEST_GAIN:
        return ""
    if plan is None or float(plan["high"]) < SMALLEST_GAIN:
        return text(NOTHING_EXPECTED, language)
    return text(ONLY_ELSEWHERE, language, high=plan["high"])


def _brings_nobody(suggestions: Result) -> bool:
    from kiemen.suggest.outcomes import NOBODY

    return any(fact.message == NOBODY for fact in suggestions.headline)


def growth_line(suggestions: Result, language: str) -> str:
    """Say what the plan would bring over the models; numbers only, so that anybody may read it."""
    if _brings_nobody(suggestions):
        return text(NO_GROWTH, language)
    for fact in suggestions.headline:
        values = {name: fact.values.get(name) for name in ("n", "low", "high")}
        if set(fact.values) == set(values) and all(isinstance(value, (int, float)) for value in values.values()):
            return text(GROWTH, language, **values)
    return ""
