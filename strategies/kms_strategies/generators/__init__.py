"""Cases that other generators make: what hypothesis-jsonschema draws, and what it takes to send a request of any."""
