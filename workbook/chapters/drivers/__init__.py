"""Exhibits: what is linked to recommendation."""
