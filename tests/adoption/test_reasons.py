import numpy as np
import pandas as pd

from kiemen.adoption.propensity import score_adopters
from kiemen.adoption.reasons import _about, _share_below, blocks_disagree
from kiemen.network import Network
from tests.adoption.organisations import organisation


def test_every_person_has_reasons_in_both_languages():
    network, _ = organisation(n=40, adoptions="none")
    found = score_adopters(network, draws=60)
    for person in found.table.index:
        english, dutch = found.explain(person, language="en"), found.explain(person, language="nl")
        assert english.count("\n") >= 3
        assert english != dutch
    assert "Named by" in found.explain(found.table.index[0], language="en")
    assert "Genoemd door" in found.explain(found.table.index[0], language="nl")


def test_missing_evidence_is_called_unknown_and_what_would_change_it():
    network, _ = organisation(n=40, adoptions="none")
    found = score_adopters(network, draws=60)
    silent = found.table.index[found.table["survey"].isna()][0]
    said = found.explain(silent, language="en")
    assert "unknown, not low" in said
    assert "Would change most with the survey" in said
    answered = found.table.index[found.table["survey"].notna()][0]
    assert "Leans most on" in found.explain(answered, language="en")


def test_nobody_is_told_a_score_of_nothing():
    members = pd.DataFrame({"person": ["a"], "initiative": "x", "start": ["2024-01-01"]})
    network = Network.from_frames(
        pd.DataFrame({"person": ["a", "b", "x"], "inside": [True, True, False]}), memberships=members
    )
    found = score_adopters(network, draws=60)
    assert "x" not in found.table.index, "contacts are not scored"


def test_of_as_many_initiatives_those_among_few_count_for_more_and_that_is_said():
    members = [
        ("a", "small"),
        ("a", "tiny"),
        *((one, "big") for one in "bcdefg"),
        *((one, "wide") for one in "bcdefgh"),
    ]
    network = Network.from_frames(
        pd.DataFrame({"person": list("abcdefghij")}),
        memberships=pd.DataFrame(members, columns=["person", "initiative"]),
    )
    found = score_adopters(network, draws=60)
    first, second = (found.explain(person, language="en") for person in "ab")
    assert "Took part in 2 earlier initiatives: more than anybody else, where early and among few counts" in first
    assert "Took part in 2 earlier initiatives: more than " in second
    assert "waarbij vroeg en met weinigen zwaarder telt" in found.explain("a", language="nl")


def test_share_below_is_of_the_others():
    found = _share_below(pd.Series([1.0, 2.0, 3.0, np.nan]))
    assert found.tolist()[:3] == [0.0, 0.5, 1.0]


def test_a_ranking_that_nothing_supports_is_called_so_before_all_else():
    said = "nothing here shows that this ranking is better than chance"
    times = dict.fromkeys((0.0, 1.0), 0)
    for seed in range(10):
        for signal in times:
            network, _ = organisation(n=60, signal=signal, seed=seed, adoptions="none")
            cautions = score_adopters(network, uncertainty="none").cautions
            times[signal] += said in cautions[0].say("en")
    assert times[0.0] >= 8, "agreement by chance hides it about one time in twenty"
    assert times[1.0] == 0


def test_agreement_of_kinds_of_evidence():
    rng = np.random.default_rng(0)
    trait = rng.normal(size=100)
    alike = pd.DataFrame({name: trait + rng.normal(size=100) for name in ("survey", "behaviour", "nominations")})
    assert blocks_disagree(alike) is None
    r, n, chance = blocks_disagree(alike.assign(survey=-alike["survey"], nominations=np.nan))
    assert r < -0.2
    assert n == 100
    assert chance
    many = rng.normal(size=(5000, 2))
    hardly = pd.DataFrame({"survey": many[:, 0], "behaviour": 0.07 * many[:, 0] + many[:, 1], "nominations": np.nan})
    r, n, chance = blocks_disagree(hardly)
    assert 0 < r < 0.1
    assert not chance, "more than chance, and still hardly agreement"
    assert blocks_disagree(alike.assign(survey=np.nan, nominations=np.nan)) is None
    noise = sum(
        blocks_disagree(pd.DataFrame(rng.normal(size=(60, 3)), columns=alike.columns)) is None for _ in range(400)
    )
    assert noise / 400 < 0.09, "chance passes for agreement about one time in twenty"


def answers(values):
    """People with answers to a scale of readiness."""
    items = pd.DataFrame({"item": list("xyz"), "scale": "innovativeness", "low": 1, "high": 5})
    rows = [{"person": p, "item": item, "value": v} for p, v in values.items() for item in "xyz"]
    people = pd.DataFrame({"person": list("abcdef")})
    return Network.from_frames(people, items=items, responses=pd.DataFrame(rows))


def test_one_person_with_evidence_is_not_the_top():
    found = score_adopters(answers({"a": 4.0}))
    assert found.table.loc["a", ["rank_low", "rank_high", "top10"]].isna().all()
    assert any("nobody to compare with" in caution.say("en") for caution in found.cautions)


def test_the_same_evidence_gives_no_order():
    found = score_adopters(answers(dict.fromkeys("abcdef", 3.0)), draws=50)
    assert any("no order among them" in caution.say("en") for caution in found.cautions)
    assert "Nobody is in the top tenth" in found.headline[1].say("en")


def test_who_is_before_everybody_is_before_all_and_not_before_a_hundred_percent():
    def said(name, detail, share):
        return " ".join(fact.say("en") for fact in _about(name, detail, share))

    assert said("survey", {}, 1.0) == "Own answers: readier than all others who answered."
    assert said("survey", {}, 0.98) == "Own answers: readier than 98% of the others who answered."
    assert said("survey", {}, 0.0) == "Own answers: no readier than others."
    assert said("behaviour", {"joined": 1}, 1.0).startswith("Took part in one earlier initiative: more than anybody")
    assert "60% of the others" in said("behaviour", {"joined": 1}, 0.6)
    assert said("behaviour", {"joined": 1}, 0.0) == "Took part in one earlier initiative.", "0% is no reason"
    assert said("behaviour", {"joined": 3}, 0.0) == "Took part in 3 earlier initiatives."
