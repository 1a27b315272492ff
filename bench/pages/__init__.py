"""What each page costs: time, queries, bytes."""
