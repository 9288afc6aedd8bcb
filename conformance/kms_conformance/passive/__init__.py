"""Verdicts on exchanges that somebody else makes: recorded traffic, and the clients of other people's tests."""
