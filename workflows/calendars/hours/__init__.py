"""Other working hours of a ward for a term of days."""
