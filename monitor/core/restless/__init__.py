"""What of a page varies from look to look: where it stands, how a text reads without it, and when it has settled."""
