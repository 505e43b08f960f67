"""Fixtures that every room's tests may use."""

from pathlib import Path

import pytest
from hypothesis import settings

SHARED = Path(__file__).resolve().parents[2] / "shared"

# The same examples every time, and no deadline: a shared machine is slow now and then.
settings.register_profile("kiemen", deadline=None, derandomize=True, max_examples=50)
settings.load_profile("kiemen")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of published data sets and known answers that lies beside a checkout; skip when it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the shared data sets are not beside this checkout")
    return SHARED
