"""Requests for a search without end: drafts, the values they are made of, and the ways to change them."""
