"""Charges: which leader is in charge of which field or unit of a ward, from when until when."""
