"""A scriptable external key store proxy over real HTTPS: it answers GetHealthStatus by a script, and counts."""
