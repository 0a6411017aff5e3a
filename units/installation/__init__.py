"""Who runs an installation: its first administrator, and the wards that they add."""
