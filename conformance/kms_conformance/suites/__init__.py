"""What pytest collects: one item a requirement."""
