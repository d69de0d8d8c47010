"""What a page says of its text: language and stated date."""
