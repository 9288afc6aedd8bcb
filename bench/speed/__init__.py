"""Speed as ratios, measured side by side against one embedded endpoint: `tox -e bench`."""
