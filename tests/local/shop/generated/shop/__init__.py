"""Takes items by HTTP, and keeps per item what it has seen of it, in order."""
