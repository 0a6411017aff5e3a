"""What people are told in the application, and the mail that says it once a day."""
