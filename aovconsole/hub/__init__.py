"""What goes between stations."""
