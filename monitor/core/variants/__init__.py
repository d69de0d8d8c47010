"""Variants of one document in several languages: what each says that can be compared, and what only one has."""
