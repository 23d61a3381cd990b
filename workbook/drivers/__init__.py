"""Drivers: which touchpoints move the outcome, and by how much."""
