import numpy as np
import pandas as pd
import pytest

from kiemen.adoption.bass import bass_share, fit_bass, fit_curve
from kiemen.adoption.times import build_times
from kiemen.errors import TooLittleDataError
from kiemen.network import Network


def test_an_exact_curve_is_found_again():
    time = np.arange(1, 16)
    p, q, _, rss = fit_curve(bass_share(time, 0.02, 0.4))
    assert (p, q) == (pytest.approx(0.02, rel=1e-5), pytest.approx(0.4, rel=1e-5))
    assert rss < 1e-12


def test_limits_of_the_curve():
    assert bass_share(0, 0.03, 0.4) == 0
    assert bass_share(1000, 0.03, 0.4) == pytest.approx(1)
    assert bass_share(3, 0.2, 0.0) == pytest.approx(1 - np.exp(-0.6)), "without imitation it is exponential"


def test_too_little_growth_is_refused():
    network = Network.from_arrays([f"p{i}" for i in range(6)], [0], [1])
    for times in ([1.0] * 6, [1, 2, 3, 3, 3, 3]):
        with pytest.raises(TooLittleDataError, match="Bass"):
            fit_bass(network, times=pd.Series(times, index=network.ids))
    nobody = build_times(network, times=pd.Series(np.inf, index=network.ids), first=1, last=6)
    with pytest.raises(TooLittleDataError, match="Bass"):
        fit_bass(network, times=nobody)


@pytest.mark.oracle
def test_farmers(farmers):
    """netdiffuseR, reference page of fitbass: p, q, their errors and RSS on the window 1946-1966."""
    curve = fit_bass(farmers.network, times=build_times(farmers.network, times=farmers.coded, first=1, last=21))
    assert round(curve.p, 6) == 0.002279
    assert round(curve.q, 5) == 0.33674
    assert round(curve.rss, 5) == 0.05184
    assert round(curve.p_se, 5) == 0.00072
    assert round(curve.q_se, 4) == 0.0268
