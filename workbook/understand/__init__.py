"""Understand: what customers say, where in the journey, and which profile they belong to."""
