"""Who may use a key: its policy, and its grants."""
