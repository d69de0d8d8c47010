"""What stands on a page beside the policy."""
