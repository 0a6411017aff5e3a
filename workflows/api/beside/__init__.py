"""What stands beside reports: evidence behind entries, due times and periods opened by mistake, absences."""
