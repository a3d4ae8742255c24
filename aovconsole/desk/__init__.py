"""The one door: what a person can ask for; it checks, builds records and appends them."""
