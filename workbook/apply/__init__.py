"""Apply: how ready the organisation is, and which contacts reach a customer."""
