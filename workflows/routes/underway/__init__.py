"""A case on its way through a route: deciding, opinions, returns, pauses, and what the clock does."""
