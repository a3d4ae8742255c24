"""What a municipality edits: TOML files with a source for each fact."""
