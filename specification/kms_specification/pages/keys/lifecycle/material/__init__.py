"""The material of a key: imported, wrapped, and one beside another."""
