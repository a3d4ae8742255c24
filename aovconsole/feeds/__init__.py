"""What comes in from outside: calendars and tables, by file or by URL."""
