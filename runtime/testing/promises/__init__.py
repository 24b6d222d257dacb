"""What contract tests are made of: each promise of a service, and how to see whether it is kept."""
