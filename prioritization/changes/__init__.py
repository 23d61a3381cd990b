"""Changes between plans: moves, their causes, and forecasts compared with results."""
