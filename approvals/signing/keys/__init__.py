"""Keys of people and organs: kept, checked, opened for one signature."""
