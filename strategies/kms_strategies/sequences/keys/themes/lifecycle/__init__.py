"""The sequences of what becomes of a key."""
