"""Pure functions; time and new ids are arguments."""
