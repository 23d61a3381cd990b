"""The limits of a plan: one module per kind, and the setting that holds them all."""
