"""Contagion models, simulation, forecasts, starters, leverage and fitting: straw fire or running fire."""
