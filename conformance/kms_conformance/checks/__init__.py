"""How each kind of requirement is checked: one function for every aspect, which sends cases and yields the answers."""
