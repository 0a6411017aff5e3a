"""A ward's calendar: which days are off or worked there, beside the nation's."""
