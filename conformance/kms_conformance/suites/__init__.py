"""The suite as pytest sees it: a collector, one item for each requirement, and the session that runs and reports."""
