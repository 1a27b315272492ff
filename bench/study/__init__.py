"""A study as large as it may become: counting, comparing, coding, exchanging."""
