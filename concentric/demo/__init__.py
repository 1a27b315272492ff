"""A fictional partnership to try Concentric with. Nobody and nothing in it exists, and nobody imports it."""
