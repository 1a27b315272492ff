"""Notes with their identifiers marked, to measure against: some written by hand, some put together from parts."""
