"""What the standards say a document may hold: tables, and a walk that compares."""
