"""The command `prioritize`: its options, what it computes, and how that is told, printed and written."""
