"""Diagnosis: what keeps new behaviour out, and which of the six ingredients of a fire each part lacks."""
