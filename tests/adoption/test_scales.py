import numpy as np
import pandas as pd
import pytest

from kiemen.adoption.scales import in_bands, scale_means, score_scale
from kiemen.errors import InputError, TooLittleDataError
from kiemen.network import Network

ITEMS = pd.DataFrame(
    {"item": [f"r{i}" for i in range(1, 6)], "scale": "room", "low": 1.0, "high": 5.0, "reversed": [False] * 4 + [True]}
)


def network_of(answers: dict, items: pd.DataFrame = ITEMS) -> Network:
    rows = [
        {"person": person, "item": f"r{place}", "value": value}
        for person, values in answers.items()
        for place, value in enumerate(values, start=1)
        if value is not None
    ]
    return Network.from_frames(pd.DataFrame({"person": list(answers)}), items=items, responses=pd.DataFrame(rows))


def test_reversed_items_are_turned_and_missing_items_filled_with_the_persons_mean():
    found = score_scale(network_of({"a": [5, 5, 5, 5, 1], "b": [1, 2, 1, 2, None], "c": [3, 3, 3, None, None]}), "room")
    table = found.table
    assert table.loc["a", "score"] == 5.0
    assert table.loc["b", "score"] == 1.5, "four of five is 80 %, enough"
    assert np.isnan(table.loc["c", "score"])
    assert table.loc["c", "answered"] == 0.6
    assert found.n == 2
    assert any("less than 80%" in caution.say("en") for caution in found.cautions)


def test_the_sum_of_six_items_from_one_to_seven_runs_from_six_to_forty_two():
    """Opinion leadership after Flynn, Goldsmith and Eastman (1996)."""
    items = pd.DataFrame({"item": [f"r{i}" for i in range(1, 7)], "scale": "room", "low": 1, "high": 7})
    items["reversed"] = [False, True, False, True, False, True]
    found = score_scale(network_of({"a": [7, 1, 7, 1, 7, 1], "b": [1, 7, 1, 7, 1, 7]}, items), "room", form="sum").table
    assert found["score"].tolist() == [42.0, 6.0]


def test_the_standard_error_grows_with_missing_items():
    rng = np.random.default_rng(1)
    trait = rng.normal(3, 1, 80)
    answers = {
        f"p{i:02d}": list(
            np.clip(np.round(trait[i] + rng.normal(0, 0.7, 5)), 1, 5) * [1, 1, 1, 1, -1] + [0, 0, 0, 0, 6]
        )
        for i in range(80)
    }
    answers["p00"][2] = None
    found = score_scale(network_of(answers), "room")
    assert found.alpha > 0.7
    assert found.omega == pytest.approx(found.alpha, abs=0.05)
    spread = found.table["score"].std()
    assert found.error == pytest.approx(spread * np.sqrt(1 - found.alpha))
    assert found.table.loc["p00", "error"] == pytest.approx(found.error / np.sqrt(0.8))


def test_the_means_alone_are_those_of_the_scores():
    network = network_of({"a": [5, 5, 5, 5, 1], "b": [1, 2, 1, 2, None], "c": [3, 3, 3, None, None]})
    found = scale_means(network, "room")
    assert found.tolist()[:2] == [5.0, 1.5]
    pd.testing.assert_series_equal(
        found.sort_index(), score_scale(network, "room").table["score"].sort_index(), check_names=False
    )
    with pytest.raises(TooLittleDataError, match="room"):
        scale_means(network_of({"a": [5, None, None, None, None]}), "room")


def test_bands():
    scores = pd.Series({"a": 2.4, "b": 2.5, "c": np.nan, "d": 0.5})
    assert in_bands(scores, {"high": 2.5, "low": 1.0}).tolist() == ["low", "high", "", ""]
    assert in_bands(scores, None).tolist() == ["", "", "", ""]


def test_answers_outside_the_scale_are_refused_with_the_people():
    with pytest.raises(InputError, match="outside the scale from 1 to 5: 9") as caught:
        score_scale(network_of({"a": [9, 5, 5, 5, 1]}), "room")
    assert "'r1'" in str(caught.value)


def test_a_reversed_item_without_range_is_refused():
    with pytest.raises(InputError, match="lowest and highest"):
        score_scale(network_of({"a": [5, 5, 5, 5, 1]}, ITEMS.assign(low=np.nan)), "room")


def test_unknown_scale_form_and_nobody():
    network = network_of({"a": [5, 5, None, None, None]})
    with pytest.raises(InputError, match="room"):
        score_scale(network, "roon")
    with pytest.raises(InputError, match="form"):
        score_scale(network, "room", form="median")
    with pytest.raises(TooLittleDataError, match="80%"):
        score_scale(network, "room")


def test_one_respondent_has_a_score_without_reliability():
    found = score_scale(network_of({"a": [5, 4, 3, 4, 2]}), "room")
    assert found.table["score"].tolist() == [4.0]
    assert np.isnan(found.alpha)
    assert "unknown" in found.cautions[0].say("en")


def test_low_reliability_is_said():
    rng = np.random.default_rng(2)
    answers = {f"p{i}": list(rng.integers(1, 6, 5)) for i in range(60)}
    assert "low" in score_scale(network_of(answers), "room").cautions[0].say("en")


def test_whole_answers_add_up_to_a_whole_sum():
    """29 / 7 * 7 falls short of 29 by a rounding, and would fall short of the band."""
    items = pd.DataFrame({"item": [f"r{i}" for i in range(1, 8)], "scale": "room", "low": 1, "high": 5})
    answers = {f"p{total}": [1 + (total - 7 + i) // 7 for i in range(7)] for total in range(7, 36)}
    found = score_scale(network_of(answers, items), "room", form="sum", bands={"low": 7, "high": 29}).table
    assert {person: found.loc[person, "score"] for person in answers} == {
        person: float(person[1:]) for person in answers
    }
    assert found.loc["p29", "band"] == "high"


def test_bands_that_are_no_names_with_scores_are_refused():
    with pytest.raises(InputError, match="bands"):
        score_scale(network_of({"a": [1, 2, 3, 4, 5]}), "room", bands=[1, 3])


def test_nobody_is_ranked_on_barriers():
    answers = {"a": [1, 2, 1, 2, 1], "b": [5, 4, 5, 4, 5], "c": [3, 3, 2, 3, 3], "d": [2, 2, 2, 1, 3]}
    network = network_of(answers, ITEMS.assign(scale="barriers"))
    found = score_scale(network, "barriers")
    assert found.table.index.tolist() == list("abcd")
    assert any("per group, never per person" in caution.say("en") for caution in found.cautions)
