"""Recognise: who the customers are, from what they did."""
