"""How fast, and how large: ratios against what does the least of the same work, measured in one run."""
