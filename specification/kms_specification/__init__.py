"""What is required of an endpoint: facts with their sources, the registry of requirements, the oracle.

Pure. This room reads packaged data and nothing else: it knows no pytest, no Hypothesis, no HTTP, no target.
"""


class ServiceModelError(Exception):
    """The installed botocore has no service model of KMS that can be read. The message is one line."""
