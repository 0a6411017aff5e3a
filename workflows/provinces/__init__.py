"""A province above wards: signing wards up, what their reports say, and one indicator over all of them."""
