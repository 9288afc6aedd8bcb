"""Mutants of the product itself, and whether its tests kill them."""
