"""Languages: what the rest of the package needs to know of one, as data behind one profile class."""
