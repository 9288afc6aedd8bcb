"""What keys are known by: identifiers, and aliases."""
