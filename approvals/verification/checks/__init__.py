"""What is checked of a file, by itself and against the register and the trail."""
