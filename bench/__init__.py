"""What is measured: power, and speed as ratios. Nothing here is a test; `tox -e power`, `tox -e bench`."""
