"""What was typed into a form when a session ended, and comes back on its page."""
