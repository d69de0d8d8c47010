"""The register: what a policy says of a few facts that people keep tables of, each with the clause that says it."""
