"""The sequences that schemathesis makes by following links, each answer judged in the state that the account has."""
