import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

from kiemen.adoption.discrimination import auc_components
from kiemen.adoption.propensity import nomination_relation, score_adopters
from kiemen.datasets.examples import load_truth
from kiemen.errors import DoubtfulInputWarning, InputError, TooLittleDataError
from kiemen.network import Network
from tests.adoption.organisations import organisation

COLUMNS = ["propensity", "basis", "rank", "rank_low", "rank_high", "top10"]
COLUMNS += ["survey", "behaviour", "nominations", "evidence", "agreement"]


def test_the_table():
    network, _ = organisation(adoptions="none")
    found = score_adopters(network)
    table = found.table
    assert table.columns.tolist() == COLUMNS
    assert table.index.name == "person"
    assert table["rank"].is_monotonic_increasing
    assert (table["rank_low"] <= table["rank"]).all()
    assert (table["rank"] <= table["rank_high"]).all()
    assert table["top10"].sum() == pytest.approx(20, abs=1e-6)
    assert table["evidence"].tolist() == table[["survey", "behaviour", "nominations"]].notna().sum(axis=1).tolist()
    assert table["propensity"].iloc[0] == pytest.approx(1 - 0.5 / 200)


def test_people_without_evidence_stay_unknown():
    items = pd.DataFrame({"item": ["q1", "q2"], "scale": "innovativeness", "low": 1, "high": 5})
    answers = pd.DataFrame({"person": list("aabb"), "item": ["q1", "q2"] * 2, "value": [5.0, 4, 2, 1]})
    network = Network.from_frames(pd.DataFrame({"person": list("abc")}), items=items, responses=answers)
    found = score_adopters(network, draws=50)
    assert found.table.index.tolist() == ["a", "b", "c"]
    unknown = found.table.loc["c"]
    assert unknown[["propensity", "rank", "rank_low", "rank_high", "top10"]].isna().all()
    assert (unknown["basis"], unknown["evidence"]) == ("", 0)
    assert "not a low score" in found.explain("c", language="en")
    assert any("nothing is known" in caution.say("en") for caution in found.cautions)


def test_the_order_of_the_rows_the_seed_and_the_run_do_not_matter():
    network, _ = organisation(n=60, adoptions="none")
    frames = network.to_frames()
    turned = {name: frame.iloc[::-1] if len(frame) else frame for name, frame in frames.items()}
    one, other = score_adopters(network, draws=50), score_adopters(Network.from_frames(**turned), draws=50)
    pd.testing.assert_frame_equal(one.table, other.table)
    third = score_adopters(network, draws=50, rng=np.random.default_rng(0))
    pd.testing.assert_frame_equal(one.table, third.table)


def test_without_readings_only_the_intervals_are_missing():
    network, _ = organisation(n=60, adoptions="none")
    found = score_adopters(network, uncertainty="none").table
    assert found[["rank_low", "rank_high", "top10"]].isna().all(axis=None)
    assert found["rank"].equals(score_adopters(network, draws=50).table["rank"])


def test_more_of_everything_never_lowers_the_rank():
    network, _ = organisation(n=60, adoptions="none")
    before = score_adopters(network, uncertainty="none").table
    person = before.index[30]
    more = pd.concat(
        [
            network.ties,
            pd.DataFrame(
                {
                    "source": [p for p in network.ids[:9] if p != person],
                    "target": person,
                    "relation": "durft",
                    "weight": 1.0,
                }
            ),
        ]
    )
    after = score_adopters(network.replace(ties=more), uncertainty="none").table
    assert after.loc[person, "rank"] <= before.loc[person, "rank"]


def test_relation_with_nominations():
    network, _ = organisation(n=40, adoptions="none")
    assert nomination_relation(network, None) == "durft"
    with pytest.raises(InputError, match="durf"):
        nomination_relation(network, "durf")
    assert score_adopters(network, nominations="durft", draws=50).settings["nominations"] == "durft"


def test_nothing_to_go_on_and_bad_settings():
    with pytest.raises(TooLittleDataError, match="no evidence"):
        score_adopters(Network.from_arrays(list("ab"), [0], [1]))
    network, _ = organisation(n=40, adoptions="none")
    for wrong in (
        {"draws": 5},
        {"uncertainty": "some"},
        {"scales": ["barrier"]},
        {"innovation": "x"},
        {"positives": ["zz"]},
    ):
        with pytest.raises(InputError):
            score_adopters(network, **wrong)


def test_nothing_is_fitted_on_the_academy():
    found = score_adopters(load("academie"))
    assert found.basis == "unit weights"
    assert found.check is None
    assert any("nothing is fitted" in caution.say("en") for caution in found.cautions)
    assert 20 <= len(found.table) <= 22, "who objected is not scored"


def load(name):
    from kiemen.datasets.examples import load_example

    return load_example(name)


def test_the_municipality_at_its_shipped_seed():
    network = load("gemeente")
    found = score_adopters(network, uncertainty="none").table
    truth = load_truth("gemeente")["people"]["early_adopter"].reindex(found.index).to_numpy(dtype=bool)
    auc, _ = auc_components(-found[["rank"]].to_numpy(), truth)
    assert auc[0] > 0.8


def test_small_organisations_do_not_load_scikit_learn():
    code = (
        "import sys, pandas as pd\n"
        "from kiemen.network import Network\n"
        "from kiemen.adoption.propensity import score_adopters\n"
        "m = pd.DataFrame({'person': ['a', 'b'], 'initiative': 'x', 'start': ['2024-01-01', '2024-02-01']})\n"
        "score_adopters(Network.from_frames(pd.DataFrame({'person': list('abc')}), memberships=m))\n"
        "assert 'sklearn' not in sys.modules and 'numba' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize(
    "wrong", [{"innovation": "zz"}, {"by": "zz"}, {"positives": ["zz"]}, {"positives": "a"}, {"scales": "zz"}]
)
def test_what_does_not_exist_is_refused_however_few_people_there_are(wrong):
    joined = pd.DataFrame({"person": ["a", "b"], "initiative": "garden", "start": ["2024-01-10", "2024-03-01"]})
    network = Network.from_frames(pd.DataFrame({"person": list("abcd")}), memberships=joined)
    with pytest.raises(InputError, match=r"zz|list of ids"):
        score_adopters(network, **wrong)


def test_positives_who_already_count_as_behaviour_are_not_learned_from_again():
    """Without any signal, a model of the early adopters of an innovation in the data finds that innovation back."""
    network, _ = organisation(n=300, signal=0.0, seed=4)
    times = network.adoption_times("n1")
    early = list(times.index[times <= 3])
    with pytest.warns(DoubtfulInputWarning, match="those of n1"):
        found = score_adopters(network, positives=early, uncertainty="none")
    assert found.basis == "unit weights"
    assert any("already counts as behaviour" in caution.say("en") for caution in found.cautions)
    members = network.memberships.query("initiative == 'i2'")["person"].tolist()
    with pytest.warns(DoubtfulInputWarning, match="those of i2"):
        assert score_adopters(network, positives=members, uncertainty="none").basis == "unit weights"
