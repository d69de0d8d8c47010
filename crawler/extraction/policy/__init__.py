"""Where the policy stands on a page, and what belongs to it."""
