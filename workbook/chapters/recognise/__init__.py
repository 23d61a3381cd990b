"""Exhibits: who the customers are, and what they are worth."""
