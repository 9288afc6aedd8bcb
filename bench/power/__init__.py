"""The scoreboard: faults caught and named, and servers that are right left in peace."""
