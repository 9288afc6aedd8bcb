"""What is tried, as values: what must exist, what is sent, what is read, and how that is judged."""
