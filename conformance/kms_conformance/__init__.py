"""The suite: the pytest plugin, the checks of each requirement, verdicts and the command line."""
