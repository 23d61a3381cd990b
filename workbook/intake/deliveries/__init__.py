"""Deliveries: exports and databases, turned into our tables by a recipe, in a process with limits."""
