"""The append-only store of records and the read tables that follow from it."""
