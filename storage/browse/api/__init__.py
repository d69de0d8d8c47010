"""Datasette on the store: plugin, pages and metadata."""
