"""Business cases: costs and benefits of an opportunity, their uncertainty, and the part of NPS."""
