"""The `clausewatch` command: parse, build the application, call one function, print."""
