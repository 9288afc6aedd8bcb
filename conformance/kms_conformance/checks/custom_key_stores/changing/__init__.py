"""What changes a store: updates and connections, and what may not change it."""
