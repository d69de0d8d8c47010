"""What stands in a body: bytes to runs of text in their places."""
