"""Handbook: stages, programmes and rules, for those who send the messages."""
