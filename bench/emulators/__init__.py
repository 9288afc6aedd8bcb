"""Runs the suite against every preset and writes what it found, with versions and dates, into docs/."""
