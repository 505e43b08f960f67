"""Pictures: every result has its own, in one visual language; Axes in, Axes out, nothing shown or saved."""

from kiemen.plots.layout import place_people
from kiemen.plots.maps import plot_network

__all__ = ["place_people", "plot_network"]
