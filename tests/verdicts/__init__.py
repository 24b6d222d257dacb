"""Our verdict on every document of a corpus beside those of the official schemas: `make verdicts`."""
