"""The browser that builds pages for watches that ask for it."""
