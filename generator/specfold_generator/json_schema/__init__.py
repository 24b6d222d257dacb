"""JSON Schema 2020-12 as plain data: keywords, references, unions, hidden members, regular expressions."""
