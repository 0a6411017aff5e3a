"""When a step of a route is taken: the conditions, what each is of, and their fields on a page."""
