"""The trail: its chains of hashes, their checkpoints, its events in words, its pages."""
