"""Decisions: pure functions over frozen values, without clock, disk or network."""
