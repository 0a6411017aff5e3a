"""What other organs send here: pairing with them, taking in what they send, receiving or refusing it."""
