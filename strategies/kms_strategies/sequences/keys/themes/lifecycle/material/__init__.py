"""The sequences of key material."""
