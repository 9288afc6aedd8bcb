"""What is read of stores: descriptions and lists, of stores that are there and of those that are not."""
