"""Whom the steps of a route ask: who is found, whether they are enough, who signs, and who follows the signature."""
