"""The steps of a workshop beside scoring: needs, journey, ESSA, names, maturity and the vote of customers."""
