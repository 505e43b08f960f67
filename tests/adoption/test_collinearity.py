import numpy as np
import pandas as pd
import pytest

from kiemen.adoption.collinearity import find_collinear
from kiemen.adoption.hazards import fit_hazard
from kiemen.adoption.orders import fit_order
from kiemen.errors import DoubtfulInputWarning


def test_columns_that_follow_from_each_other_are_found():
    rng = np.random.default_rng(1)
    a, b, c = rng.normal(size=(3, 50))
    X = np.column_stack([a, b, 3 - 2 * a, c, b + c])
    assert find_collinear(X, list("abxcy")) == ["a", "b", "x", "c", "y"]
    assert find_collinear(X[:, [0, 1, 2, 3]], list("abxc")) == ["a", "x"]
    assert find_collinear(X[:, [0, 1, 3]], list("abc")) == []
    assert find_collinear(np.column_stack([a, a + 0.05 * b]), ["a", "near"]) == []
    assert find_collinear(np.column_stack([a, a + 0.001 * b]), ["a", "nearly"]) == ["a", "nearly"]
    assert find_collinear(np.column_stack([a, np.ones(50)]), ["a", "flat"]) == []
    assert find_collinear(np.column_stack([a, np.full(50, np.nan)]), ["a", "unknown"]) == []


@pytest.mark.filterwarnings("ignore::kiemen.errors.NoSignalWarning")
@pytest.mark.parametrize("fit", [fit_hazard, fit_order])
def test_regressions_name_them(crowd, crowd_times, fit):
    tenure = crowd.people["tenure"]
    twice = pd.DataFrame({"tenure": tenure, "months": 12.0 * tenure, "other": np.arange(60) % 7}, index=crowd.ids)
    with pytest.warns(DoubtfulInputWarning, match="tenure, months say the same") as caught:
        found = fit(crowd, times=crowd_times, covariates=twice)
    assert caught[0].filename == __file__
    assert "tenure, months" in found.cautions[0].say("en")
    assert "other" not in found.cautions[0].say("en")
