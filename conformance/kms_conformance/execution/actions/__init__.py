"""What the executor does for a probe: ask with patience, read, send several requests at once, search."""
