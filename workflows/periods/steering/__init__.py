"""What is done with one period that is open: its due times move, or a unit is given more time."""
