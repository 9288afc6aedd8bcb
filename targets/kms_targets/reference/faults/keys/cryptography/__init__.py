"""Faults in what keys do with data."""
