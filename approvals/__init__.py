"""What makes a decision official and provable, whatever was decided."""
