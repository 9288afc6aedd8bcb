"""Faults of key material."""
