"""How much a change matters, and why."""
