"""A project in small, for the tests of the processes: one service, no specs, no generated code."""
