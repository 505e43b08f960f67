import numpy as np
import pandas as pd
import pytest

from kiemen.adoption.contagion import check_contagion
from kiemen.adoption.evaluation import check_scores
from kiemen.adoption.exposure import score_exposure
from kiemen.adoption.hazards import fit_hazard
from kiemen.adoption.thresholds import score_thresholds
from kiemen.adoption.times import build_times
from kiemen.adoption.values import check_person_index, person_values
from kiemen.errors import InputError, TooLittleDataError
from kiemen.network import Network

ids = [f"p{i:02d}" for i in range(60)]
some = pd.Series(np.random.default_rng(3).normal(size=60), index=ids)
twice = pd.concat([some, some.iloc[:2]])
strange = pd.concat([some, pd.Series([1.0], index=["zz"])])
endless = some.where(some < 1, np.inf)
words = pd.Series("yes", index=ids)


def test_values_follow_the_network(crowd):
    found = person_values(crowd, "attribute", some.iloc[::-1].iloc[:50])
    assert found.index.tolist() == list(crowd.ids)
    assert found.isna().sum() == 10
    assert person_values(crowd, "outcome", some > 0).isin([0.0, 1.0]).all()
    check_person_index(crowd, "x", some.index)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [(twice, "more than once"), (strange, "zz"), (endless, "finite"), (words, "finite"), ([1.0], "Series")],
)
def test_nonsense_is_named_wherever_it_comes_in(crowd, crowd_times, wrong, said):
    with pytest.raises(InputError, match=said):
        person_values(crowd, "attribute", wrong)
    with pytest.raises(InputError, match=said):
        score_exposure(crowd, times=crowd_times, attribute=wrong)
    with pytest.raises(InputError, match=said):
        check_scores(crowd, wrong, times=crowd_times)
    with pytest.raises(InputError, match=said):
        check_scores(crowd, some, outcome=wrong)


def test_nonsense_in_frames_and_codes(crowd, crowd_times):
    with pytest.raises(InputError, match="more than once"):
        fit_hazard(crowd, times=crowd_times, covariates=twice.to_frame("a"))
    with pytest.raises(InputError, match="finite"):
        fit_hazard(crowd, times=crowd_times, covariates=endless.to_frame("a"))
    with pytest.raises(InputError, match="frame"):
        fit_hazard(crowd, times=crowd_times, covariates=some)
    with pytest.raises(InputError, match="department"):
        score_exposure(crowd, times=crowd_times, attribute="department")
    with pytest.raises(InputError, match="department"):
        check_scores(crowd, some, times=crowd_times, seniority="department")
    with pytest.raises(InputError, match="not_adopted"):
        build_times(crowd, times=crowd_times, not_adopted="never")


def test_contacts_of_ones_own(crowd, crowd_times):
    matrix = crowd.adjacency().toarray()
    expected = score_exposure(crowd, times=crowd_times, weight="weight")
    selves = matrix + 7 * np.eye(60)
    for given in (matrix, selves, {1: selves}):
        pd.testing.assert_frame_equal(score_exposure(crowd, times=crowd_times, contacts=given), expected)
    for wrong in (-matrix, np.where(matrix > 0, np.nan, 0), "abc", pd.DataFrame(matrix)):
        with pytest.raises(InputError, match="contacts"):
            score_exposure(crowd, times=crowd_times, contacts=wrong)


def test_nothing_to_compare_is_said(crowd, crowd_times):
    bare = Network.from_frames(crowd.people.reset_index())
    with pytest.raises(TooLittleDataError, match="exposure"):
        fit_hazard(bare, times=crowd_times)
    with pytest.raises(TooLittleDataError, match="no ties"):
        check_contagion(bare, times=crowd_times)
    levels = score_thresholds(bare, times=crowd_times).table["level"]
    assert set(levels) == {""}, "equal thresholds have no levels"


def test_ids_that_are_numbers_are_the_same_people_in_series_and_in_frames():
    """Spreadsheets give ids as whole numbers, and as 7.0 where one is missing."""
    ring = np.arange(40)
    network = Network.from_arrays([str(i) for i in ring], ring, (ring + 1) % 40)
    times = pd.Series(1.0 + ring * 7 % 10, index=network.ids)
    rng = np.random.default_rng(1)
    text = pd.Series(rng.random(40), index=[str(i) for i in ring])
    frame = pd.DataFrame(rng.random((40, 10)), index=text.index, columns=range(1, 11))
    said = fit_hazard(network, times=times, covariates=text.to_frame("a")).table
    seen = score_exposure(network, times=times, attribute=frame)
    assert seen.notna().all(axis=None)
    for index in (ring, ring.astype(float)):
        number = text.set_axis(index)
        pd.testing.assert_series_equal(person_values(network, "a", number), person_values(network, "a", text))
        pd.testing.assert_frame_equal(fit_hazard(network, times=times, covariates=number.to_frame("a")).table, said)
        found = score_exposure(network, times=times, attribute=frame.set_axis(index, axis=0))
        pd.testing.assert_frame_equal(found, seen)
