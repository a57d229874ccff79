"""Alignment: which pieces of a source and of its translation belong together, and the terms that this shows."""
