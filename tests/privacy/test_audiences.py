"""The four audiences, and a minimum that only goes up."""

import pytest

from kiemen.errors import PrivacyError
from kiemen.privacy.audiences import check_audience, check_minimum


def test_audience_has_no_default():
    with pytest.raises(PrivacyError, match="analyst"):
        check_audience(None)
    assert check_audience("team") == "team"


def test_the_minimum_can_only_go_up():
    assert check_minimum(8) == 8
    with pytest.raises(PrivacyError, match="at least 5"):
        check_minimum(4)
