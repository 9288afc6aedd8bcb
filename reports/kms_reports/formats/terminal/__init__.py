"""What a terminal shows: the report, a run and a search as they go, and lines that fit."""
