"""When the periods of a kind fall: changed, shown for the next twelve, and taken over from a plan's workbook."""
