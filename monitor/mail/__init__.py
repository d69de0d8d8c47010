"""From the outbox to the mail server."""
