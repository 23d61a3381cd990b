"""Exhibits: what moved since last quarter."""
