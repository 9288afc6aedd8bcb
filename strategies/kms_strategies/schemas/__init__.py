"""The constraints of operations for other tools: as JSON Schema, as OpenAPI, and with one keyword negated at a time.

Made of the facts alone. What the documents leave open is read here as the service reads it; the oracle has both sides.
"""
