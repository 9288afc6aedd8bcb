"""What to send: boundary vectors and Hypothesis strategies, made from the facts in `spec/`. Knows no target."""
