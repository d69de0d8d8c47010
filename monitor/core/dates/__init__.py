"""Dates as policies write them, and which of them a text states of itself."""
