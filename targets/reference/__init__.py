"""An embedded endpoint for the six custom key store operations: the second reading of the documents."""
