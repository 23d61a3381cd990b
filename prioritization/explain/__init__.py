"""A plan explained: why each is in or out, what it takes, what a limit is worth, and what comes next."""
