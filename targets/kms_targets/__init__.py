"""Whom to ask: profiles, a client that sends exact bytes, answers read into observations, the ledger of what was made.

Knows no requirement and no verdict: what an answer means is decided elsewhere.
"""


class TargetError(Exception):
    """The target cannot be judged at all. The message is one line that says why and what to do."""
