"""The sequences of what keys do with data."""
