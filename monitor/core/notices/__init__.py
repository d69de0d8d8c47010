"""What a subscriber is told, and when a failed sending is tried again."""
