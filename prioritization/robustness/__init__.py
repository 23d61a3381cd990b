"""Robustness of a plan under uncertain scores and costs, and the value of information."""
