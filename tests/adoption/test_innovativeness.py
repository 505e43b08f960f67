import warnings

import numpy as np
import pandas as pd
import pytest

from kiemen.adoption.innovativeness import REVERSED, find_innovativeness_bands, score_innovativeness
from kiemen.errors import DoubtfulInputWarning, InputError
from kiemen.network import Network


def network_of(answers: dict, *, marked=True, low=1, high=5, number=20) -> Network:
    items = pd.DataFrame({"item": [f"ii_{i}" for i in range(1, number + 1)], "scale": "innovativeness"})
    items["low"], items["high"] = low, high
    items["reversed"] = [marked and i in REVERSED for i in range(1, number + 1)]
    rows = [
        {"person": person, "item": f"ii_{i}", "value": value}
        for person, values in answers.items()
        for i, value in enumerate(values, start=1)
        if not np.isnan(value)
    ]
    return Network.from_frames(pd.DataFrame({"person": list(answers)}), items=items, responses=pd.DataFrame(rows))


def extreme(*, best: bool) -> list[float]:
    return [float(5 if (i in REVERSED) != best else 1) for i in range(1, 21)]


def test_range_and_identity():
    """II = 42 + positive - reversed lies in 14-94 and is the sum after reversing less six."""
    found = score_innovativeness(network_of({"a": extreme(best=True), "b": extreme(best=False), "c": [3.0] * 20})).table
    assert found["score"].to_dict() == {"a": 94.0, "c": 54.0, "b": 14.0}
    assert found["band"].to_dict() == {"a": "innovator", "c": "late majority", "b": "laggard"}


def test_formula_on_random_answers():
    rng = np.random.default_rng(1)
    answers = {f"p{i}": rng.integers(1, 6, 20).astype(float) for i in range(30)}
    found = score_innovativeness(network_of(answers)).table["score"]
    for person, values in answers.items():
        turned = sum(values[i - 1] for i in REVERSED)
        assert found[person] == pytest.approx(42 + (values.sum() - turned) - turned)


def test_missing_items():
    values = extreme(best=True)
    for place in (0, 3, 5, 8):
        values[place] = np.nan
    fewer = list(values)
    fewer[10] = np.nan
    found = score_innovativeness(network_of({"a": values, "b": fewer})).table["score"]
    assert found["a"] == pytest.approx(94.0)
    assert np.isnan(found["b"])


def test_unmarked_items_get_the_published_key_and_a_warning():
    with pytest.warns(DoubtfulInputWarning, match="No item"):
        found = score_innovativeness(network_of({"a": extreme(best=True)}, marked=False)).table
    assert found["score"].tolist() == [94.0]


def test_another_scale_is_refused():
    with pytest.raises(InputError, match="20 items"):
        score_innovativeness(network_of({"a": [3.0] * 10}, number=10))
    with pytest.raises(InputError, match="from 1 to 7"):
        score_innovativeness(network_of({"a": [3.0] * 20}, high=7))
    network = network_of({"a": [3.0] * 20})
    wrong = network.items.reset_index().assign(reversed=lambda t: t["item"].isin(["ii_1"]))
    with pytest.raises(InputError, match="published scale"):
        score_innovativeness(network.replace(items=wrong))


def test_the_two_totals_that_go_around_differ_six_points():
    scores = pd.Series({"a": 81.0, "b": 80.0, "c": 69.0, "d": 57.0, "e": 46.0, "f": 45.0, "g": np.nan})
    bands = find_innovativeness_bands(scores, received="index")
    assert bands.tolist() == [
        "innovator",
        "early adopter",
        "early adopter",
        "early majority",
        "late majority",
        "laggard",
        "",
    ]
    pd.testing.assert_series_equal(bands, find_innovativeness_bands(scores + 6, received="sum"))


def test_received_is_asked_and_checked():
    with pytest.raises(TypeError):
        find_innovativeness_bands(pd.Series({"a": 72.0}))
    with pytest.raises(InputError, match="received='sum'"):
        find_innovativeness_bands(pd.Series({"a": 97.0}), received="index")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert find_innovativeness_bands(pd.Series({"a": 97.0}), received="sum")["a"] == "innovator"


WORDS = (
    "een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien achttien"
)


def renamed(network: Network, names: list[str]) -> Network:
    new = dict(zip([f"ii_{i}" for i in range(1, 21)], names, strict=True))
    items = network.items.reset_index().assign(item=lambda t: t["item"].map(new))
    return network.replace(items=items, responses=network.responses.assign(item=lambda t: t["item"].map(new)))


@pytest.mark.parametrize("names", [[*WORDS.split(), "negentien", "twintig"], [f"ii_{i}_2025" for i in range(1, 21)]])
def test_names_without_numbers_need_their_marks(names):
    """The order of a table is not kept, so it cannot tell which item is the fourth."""
    answers = {"a": extreme(best=True), "b": extreme(best=False)}
    assert score_innovativeness(renamed(network_of(answers), names)).table["score"].tolist() == [94.0, 14.0]
    with pytest.raises(InputError, match="no numbers of their own"):
        score_innovativeness(renamed(network_of(answers, marked=False), names))


def test_both_ways_to_the_band_agree_between_eighty_and_eighty_one():
    values = extreme(best=True)
    for place, turned in ((0, 4), (1, 4), (2, 4), (4, 1)):
        values[place] -= turned
    for place in range(20):
        missing = [np.nan if i == place else value for i, value in enumerate(values)]
        row = score_innovativeness(network_of({"a": missing, "b": values})).table.loc["a"]
        assert row["band"] == find_innovativeness_bands(pd.Series({"a": row["score"]}), received="index")["a"]
    between = pd.Series({"a": 80.0, "b": 80.2})
    assert find_innovativeness_bands(between, received="index").tolist() == ["early adopter", "innovator"]
