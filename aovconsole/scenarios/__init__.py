"""Scenario templates: what a day like this asks, read from TOML, and the dated plan that follows from it."""
