"""From a fetch to what is recorded of it."""
