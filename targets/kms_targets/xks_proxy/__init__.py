"""A scriptable external key store proxy over real HTTPS: it answers GetHealthStatus as it is told, and counts."""
