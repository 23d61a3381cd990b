"""What stays in the plan when scores and costs are uncertain, and what it would be worth to know them."""
