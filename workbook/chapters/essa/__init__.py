"""Exhibits: which work to stop, simplify, standardise or automate."""
