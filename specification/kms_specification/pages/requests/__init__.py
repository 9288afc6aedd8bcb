"""What the documentation strings demand of requests in prose alone."""
