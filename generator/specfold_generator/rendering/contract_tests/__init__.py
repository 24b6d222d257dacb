"""What the contract tests of a service print: the facts of its specs, and what each test is about."""
