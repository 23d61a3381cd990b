"""Exhibits: what the panel says, the plan, and how sure it is."""
