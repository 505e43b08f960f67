"""The first page in everyday words: numbers as in the results, terms explained, and nothing said that was not found."""

from dataclasses import replace

import numpy as np
import pandas as pd

from kiemen.adoption.reasons import AGREE_BY_CHANCE, AGREE_HARDLY
from kiemen.diagnosis.ingredients import _lowest
from kiemen.diffusion.simulation import saturation
from kiemen.report.findings import Findings
from kiemen.report.plain import (
    INGREDIENTS,
    everybody_line,
    growth_line,
    ingredient_line,
    nothing_line,
    one_model_line,
    plain_cautions,
    unproven,
    verdict_line,
)
from kiemen.report.story import story_section
from kiemen.results import Fact, Provenance, Result
from kiemen.suggest.outcomes import NOBODY
from tests.report.conftest import make


def told(*facts: Fact) -> Result:
    provenance = Provenance.of(make(5), function="example", settings={})
    return Result(pd.DataFrame(), {}, provenance, headline=facts)


def test_the_lowest_ingredient_is_explained_with_its_level():
    fact = Fact(
        "In the whole organisation {ingredient} is lowest ({level:.0%}).",
        {"ingredient": Fact("oxygen"), "level": 0.523},
    )
    said = ingredient_line(told(fact), "nl")
    assert said == (
        "Van wat een vuur nodig heeft, is er van zuurstof het minst: ruimte om gehoord te worden en het anders te doen "
        "(52 van 100)."
    )
    some = Fact(
        "Of the {measured} ingredients that were measured, {ingredient} is lowest in the whole organisation "
        "({level:.0%}).",
        {"measured": 2, "ingredient": Fact("spark"), "level": 0.59},
    )
    said = ingredient_line(told(some), "nl")
    assert said.startswith("Van de 2 dingen die een vuur nodig heeft en die gemeten zijn, is er van vonk het minst: de")
    single = Fact(
        "Only {ingredient} was measured: {level:.0%} in the whole organisation.",
        {"ingredient": Fact("oxygen"), "level": 0.5},
    )
    assert ingredient_line(told(single), "nl") == ""
    assert len(INGREDIENTS) == 6


def test_ingredients_about_as_low_are_all_named():
    whole = pd.Series({"spark": 0.47, "oxygen": 0.48, "matches": np.nan, "fuel": 0.49, "pokers": 0.73})
    said = ingredient_line(told(_lowest(whole)), "nl")
    assert said.startswith("Van de 4 dingen die een vuur nodig heeft en die gemeten zijn, is er hiervan het minst, en ")
    assert "vonk, de eerste mensen (47 van 100); zuurstof, ruimte om" in said
    assert "(49 van 100)" in said
    assert "poken" not in said
    every = ingredient_line(told(_lowest(whole.drop("pokers"))), "en")
    assert every.startswith("Of what a fire needs there is about as much of each")
    six = pd.Series(dict.fromkeys(INGREDIENTS, 0.6) | {"spark": 0.5, "fuel": 0.54})
    assert ingredient_line(told(_lowest(six)), "en").startswith("Of what a fire needs, these are lowest, and about")
    assert ingredient_line(told(_lowest(six.where(six.index != "spark", 0.7))), "en").startswith(
        "Of what a fire needs, fuel is"
    )


def test_the_verdict_is_said_without_periods_and_only_where_it_means_that():
    worlds = Fact("{share:.0%} of the worlds ({low:.0%} to {high:.0%})", {"share": 0.9, "low": 0.88, "high": 0.92})
    values = {"verdict": Fact("running fire"), "worlds": worlds, "horizon": 24}
    start = Fact(
        "As things are: {verdict}. In {worlds} at least as many people are active after {horizon:# period|# periods} "
        "as at the start.",
        values,
    )
    said = verdict_line(told(start), "en")
    assert said == "As things are: running fire. Simulated, it goes on by itself in 90% of the worlds (88% to 92%)."
    lasting = Fact("As things are: {verdict}. In {worlds} at least a quarter of the others join.", values)
    assert verdict_line(told(lasting), "en") == ""


def test_the_forecast_of_the_library_is_said_plainly():
    import kiemen

    network = kiemen.load_example("academie")
    found = kiemen.forecast_growth(
        network, adopters=list(network.ids[:3]), relation="samenwerking", runs=20, rng=1, progress=False
    )
    assert "gaat het vanzelf verder" in verdict_line(found, "nl")


def test_growth_is_told_over_all_models_and_with_numbers_only():
    several = Fact("x", {"n": 20, "low": 1.5, "high": 8.6})
    assert growth_line(told(several), "nl").startswith("20 nieuwe verbindingen leveren 1,5 tot 8,6 extra aanjagers op")
    assert growth_line(told(Fact("x", {"n": 1, "low": 0.1, "high": 0.2})), "en").startswith("1 new tie would bring")
    assert growth_line(told(Fact("x", {"n": "An", "low": 1.0, "high": 2.0})), "en") == ""
    assert growth_line(told(Fact("x", {"n": 3, "low": 1.0, "high": 2.0, "who": "An"})), "en") == ""


def test_the_gain_of_one_model_is_told_beside_the_range_of_all():
    plan = Fact("{n} new ties would bring {low:.1f} to {high:.1f} …", {"n": 20, "low": 1.6, "high": 8.1})
    gain = Fact("{n} new ties bring {gain:.1f} …", {"n": 20, "gain": 6.3, "low": 6.1, "high": 6.5})
    both = {"suggestions": told(plan), "forecast": told(gain)}
    said = one_model_line(both, "en")
    assert said.startswith("The 6.3 is for this one model")
    assert said.endswith("1.6 to 8.1.")
    other = Fact(gain.message, {"n": 12, "gain": 6.3, "low": 6.1, "high": 6.5})
    assert one_model_line({"suggestions": told(plan), "forecast": told(other)}, "en") == ""
    assert one_model_line({"forecast": told(gain)}, "en") == ""
    assert one_model_line({"suggestions": told(), "forecast": told(gain)}, "nl") == ""


def test_a_gain_outside_the_range_of_all_models_is_told_with_the_reason():
    def said(gain, language):
        plan = Fact("{n} …", {"n": 20, "low": 2.6, "high": 13.87})
        whole = Fact("{n} …", {"n": 20, "gain": gain, "low": gain - 0.5, "high": gain + 0.5})
        return one_model_line({"suggestions": told(plan), "forecast": told(whole)}, language)

    assert "other simulated worlds, where chance fell out differently" in said(14.6, "en")
    assert "andere doorgerekende werelden, waarin het toeval anders uitviel" in said(14.6, "nl")
    assert "other simulated worlds" in said(2.4, "en")
    assert "other simulated worlds" not in said(13.9, "en"), "inside as shown"


def test_that_all_join_anyway_is_said_on_the_first_page_and_without_parameters():
    network = make(30)
    (anyway,) = saturation(np.full(10, 30), 30)
    other = Fact("Another limit.", {}, "team")
    few = Fact("Of {n:# person|# people} it is not known.", {"n": 1})
    answered = Fact("Only {rate:.0%} answered.", {"rate": 0.5}, "team")
    origin = Provenance.of(network, function="forecast_growth", settings={})
    forecast = Result(pd.DataFrame(), {}, origin, cautions=(anyway, other, few, answered))
    said = everybody_line({"forecast": forecast}, "en")
    assert said.startswith("In the simulation nearly everybody joins")
    assert plain_cautions(forecast, "en") == (said, "Another limit.")
    findings = Findings(network=network, language="nl", title="", results={"forecast": forecast})
    assert "vrijwel iedereen" in " ".join(story_section(findings, (), ()).cautions)
    assert everybody_line({"forecast": told()}, "en") == ""
    assert everybody_line({}, "en") == ""


def test_what_brings_nobody_is_said_to_those_who_see_groups():
    assert growth_line(told(Fact(NOBODY)), "en").startswith("Nobody more is expected to take part through new ties")
    assert growth_line(told(Fact(NOBODY)), "nl").startswith("Naar verwachting gaat er door nieuwe verbindingen niemand")


def test_nothing_is_promised_of_pairs_that_bring_nobody():
    plan, none = (Fact("x", {"n": 20, "low": low, "high": high}) for low, high in ((0.0, 8.1), (0.0, 0.04)))
    gains = {
        gain: told(Fact("x", {"n": 20, "gain": gain, "low": 0.0, "high": 0.1})) for gain in (0.0, 0.049, 0.05, -0.2)
    }
    only = "In the worlds of the forecast, bringing people together brings no extra adopters; under the other models"
    for gain in (0.0, 0.049, -0.2):
        assert nothing_line({"suggestions": told(plan), "forecast": gains[gain]}, "en").startswith(only)
        assert nothing_line({"suggestions": told(none), "forecast": gains[gain]}, "en").startswith(
            "Do not expect growth"
        )
    assert nothing_line({"suggestions": told(plan), "forecast": gains[0.05]}, "en") == ""
    assert nothing_line({"suggestions": told(plan)}, "en") == ""
    assert nothing_line({"suggestions": told(Fact(NOBODY))}, "nl").startswith("Verwacht geen groei")
    assert nothing_line({"forecast": gains[0.0]}, "en") == ""


def test_an_order_that_may_be_chance_is_called_so_without_statistics():
    def said(*messages, language="en"):
        cautions = tuple(Fact(message, {"r": -0.07, "n": 40}) for message in messages)
        return " ".join(unproven({"adopters": replace(told(), cautions=cautions)}, language))

    assert said(AGREE_BY_CHANCE).startswith("Nothing in these data shows that the order")
    assert said(AGREE_HARDLY).startswith("Little in these data shows that the order")
    assert said("Meant for inviting people.", AGREE_BY_CHANCE, language="nl").startswith("Niets in deze gegevens")
    assert said("Meant for inviting people.") == ""
    assert unproven({}, "en") == ()
