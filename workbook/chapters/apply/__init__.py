"""Exhibits: contact programmes."""
