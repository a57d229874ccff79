"""The migrations of the tables, one file a version. A migration that was released is never changed."""
