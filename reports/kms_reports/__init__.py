"""What is shown: one result model and its renderings. Knows no other room; can render a run recorded last year."""
