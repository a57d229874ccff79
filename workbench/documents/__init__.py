"""Documents: one file per format; read -> Document (segments with their place) -> write."""
