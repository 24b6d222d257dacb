"""Services: what their documents say together, from events to queries."""
