"""The pages of signing keys: a person's own, and that of a ward's organ."""
