"""A fictional partnership to try Concentric with. Nobody and nothing in it exists, and nobody imports it."""

PASSWORD = "larkmoor-demo"  # noqa: S105  (printed at every start: nothing real is behind it)
DOMAIN = "larkmoor.example"
