"""Exhibits: what came in, and are we ready."""
