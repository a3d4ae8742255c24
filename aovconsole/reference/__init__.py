"""What a municipality edits: the files of `data/`, their shapes, their check."""
