"""Two coders code the same frameworks blind; how far they agreed; and what holds where they did not."""
