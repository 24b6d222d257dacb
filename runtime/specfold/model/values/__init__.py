"""How JSON values become Python values, where pydantic alone would read another value than the schema."""
