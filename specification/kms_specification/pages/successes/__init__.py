"""What a success has to hold for its request, and what it must not have."""
