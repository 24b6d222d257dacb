"""Documents that nobody wrote: mutations of our own specs, through the whole generator. `make fuzz`."""
