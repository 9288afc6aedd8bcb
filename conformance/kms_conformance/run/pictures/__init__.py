"""What a counterexample keeps so that a report can draw it: the bounds beside it, the way through a pattern."""
