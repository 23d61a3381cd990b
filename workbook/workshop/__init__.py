"""The workshop: experts score on phones and laptops, see where they differ, and move the plan."""
