"""The sequences by theme, one module for each table of behaviours."""
