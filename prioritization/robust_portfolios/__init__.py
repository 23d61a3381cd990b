"""Robust portfolios: which opportunities are in whatever the weights turn out to be."""
