"""Requests of stores that run at once: exactly one succeeds, and all come out as in some order one after the other."""
