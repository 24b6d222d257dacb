"""Facts that the generator and the runtime must agree on, each stated once. Both import this package.

It holds data and pure functions and imports only the standard library, so that the generator needs nothing
else of the runtime to read it (`tests/architecture/test_layers.py`).
"""
