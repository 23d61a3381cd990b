"""Money per opportunity: what it costs and brings, how sure that is, and what NPS has to do with it."""
