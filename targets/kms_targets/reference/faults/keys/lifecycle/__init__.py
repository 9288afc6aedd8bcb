"""Faults in what becomes of a key."""
