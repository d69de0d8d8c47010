"""Draws the policy text from a fetched body: pure functions, bytes in, a document out; begin at extract.py."""
