"""Faults of what operations on keys answer: members that are missing, and members that deny one another."""
