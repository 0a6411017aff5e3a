"""Where a ward's figure comes from: readings of units, what was taken in, and who else reports the same."""
