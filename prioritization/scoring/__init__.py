"""Scores of one opportunity or feature: by criteria, by customers' answers, by money."""
