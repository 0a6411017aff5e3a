"""Opening a period by hand, and cancelling one that was opened by mistake."""
