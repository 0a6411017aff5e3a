"""A month as people see it: due times, days off, who is absent; the same as a feed for one's own calendar."""
