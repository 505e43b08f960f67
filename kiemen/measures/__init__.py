"""Measures of position and division: bridges, holes, roles, walls, ties, null models, autocorrelation."""
