"""OpenAPI 3.1 and 3.2 -> routes, bodies and requests in the words of the model."""
