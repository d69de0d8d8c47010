"""Two texts of one document, clause by clause."""
