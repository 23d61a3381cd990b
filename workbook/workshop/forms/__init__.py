"""Forms for a group without a network: spreadsheets and paper out, filled spreadsheets in."""
