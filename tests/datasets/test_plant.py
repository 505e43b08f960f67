"""The settings of the plant are what the documentation says they are."""

from kiemen.datasets.plant import PLANT, STRENGTHS


def test_strengths_go_from_nothing_to_the_whole():
    assert STRENGTHS == {"none": 0.0, "weak": 0.5, "normal": 1.0}


def test_settings_are_those_that_were_fixed_beforehand():
    """A score that fails is mended in the score; these numbers stay."""
    assert (PLANT.self_image, PLANT.deeds, PLANT.repute) == (0.56, 0.60, 0.60)
    assert (PLANT.loading, PLANT.response, PLANT.response_slope) == (0.62, 0.76, 0.11)
    assert (PLANT.early_share, PLANT.wall_leak, PLANT.blocked_shift) == (0.14, 0.03, 1.3)
    assert (PLANT.lonely_size, PLANT.bridge_side, PLANT.bridge_elsewhere) == (8, 10, 16)
