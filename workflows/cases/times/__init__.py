"""The times of a case: working days, whose clock runs, from when on it is late, and how much of its time is left."""
