"""Adoption: who took up what and when, exposure, survey scales, propensity and its evaluation."""
