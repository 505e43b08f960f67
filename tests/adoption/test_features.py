import numpy as np
import pandas as pd
import pytest

from kiemen.adoption.features import check_features
from kiemen.errors import DoubtfulInputWarning, NoSignalWarning, TooLittleDataError
from kiemen.measures.betweenness import exact_betweenness
from kiemen.measures.holes import structural_holes


def position(network) -> pd.DataFrame:
    matrix = network.adjacency(weight=None)
    return pd.DataFrame(
        {
            "in": np.log1p(np.asarray(matrix.sum(axis=0)).ravel()),
            "out": np.log1p(np.asarray(matrix.sum(axis=1)).ravel()),
            "betweenness": np.log1p(exact_betweenness(matrix).value),
            "constraint": structural_holes(matrix).constraint,
        },
        index=network.ids,
    )


@pytest.mark.oracle
@pytest.mark.parametrize("name", ["medical", "farmers"])
def test_position_alone_does_no_better_than_chance(name, request):
    """The negative oracle: logistic regression on in-degree, out-degree, betweenness and constraint, cross-validated by
    city or village, has AUC 0.491 (doctors) and 0.448 (farmers)."""
    data = request.getfixturevalue(name)
    with pytest.warns(NoSignalWarning, match="no better than chance"):
        found = check_features(
            data.network, features=position(data.network), times=data.coded, by="community", permutations=99
        )
    assert found.verdict == "no better than chance"
    assert 0.4 < found.table.loc["score", "auc"] < 0.58


@pytest.mark.oracle
def test_survey_and_earlier_behaviour_of_farmers(farmers):
    """With answers and practices adopted before 1955 (nothing recorded of the outcome) the difference with in-degree
    within villages comes with its interval, whichever sign."""
    people = farmers.people
    columns = people[["age", "visits", "contact", "coop", "orgs", "liter", "radio1", "school", "achiev", "income"]]
    columns = columns.apply(pd.to_numeric, errors="coerce")
    found = check_features(farmers.network, features=columns, times=farmers.coded, by="community", permutations=99)
    assert found.difference_low < found.difference < found.difference_high
    assert found.n == 692


def test_columns_that_know_the_outcome_are_named(crowd):
    times = pd.Series(np.random.default_rng(3).permutation(60) + 1.0, index=crowd.ids)
    columns = pd.DataFrame({"adopt": times, "tenure": crowd.people["tenure"]}, index=crowd.ids)
    with pytest.warns(DoubtfulInputWarning, match="adopt"):
        found = check_features(crowd, features=columns, times=times, permutations=99)
    assert "worth nothing" in found.cautions[0].say("en")
    assert "tenure" not in found.cautions[0].say("en")


def test_too_few(crowd):
    outcome = pd.Series([1.0] * 3 + [0.0] * 57, index=crowd.ids)
    with pytest.raises(TooLittleDataError, match="five of both"):
        check_features(crowd, features=["tenure"], outcome=outcome)
