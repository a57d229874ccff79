"""Folders, archives and corpora: many documents translated at once, on one process, several, or many machines."""
