"""Faults in what an operation leaves as it is: other keys, and the other properties of its own."""
