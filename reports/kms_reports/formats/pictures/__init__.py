"""Pictures of what is broken, as numbers for the template: pure, and each with the same in words."""
