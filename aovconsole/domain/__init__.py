"""Pure rules of the field: records, folds, readings; no I/O, no clock of its own."""
