"""What a signature and a filled field look like on the page."""
