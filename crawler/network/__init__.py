"""What may be reached, and how much of it is read."""
