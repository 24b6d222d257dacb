"""What memory and DynamoDB do alike when they keep rows: forms of keys, their order, and limits."""
