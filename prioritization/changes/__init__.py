"""What moved from one plan to the next, by which cause, and what came true."""
