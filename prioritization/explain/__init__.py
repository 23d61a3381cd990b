"""Explanations of a plan: reasons, requirements, prices of limits, and alternatives."""
