"""The command line."""


def main() -> int:
    """Not there yet."""
    return 4
