"""What becomes of a key: how it is made, imported, rotated, replicated, disabled and deleted."""
