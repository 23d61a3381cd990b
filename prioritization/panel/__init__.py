"""Expert panels: scores, consensus, stability between rounds, and dissent."""
