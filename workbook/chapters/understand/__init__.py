"""Exhibits: what customers need."""
