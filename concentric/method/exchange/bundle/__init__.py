"""The sealed bundle: one submission in one file that only the study can open and only the partnership can have made.

An age file (any age tool opens it) around a zip of three members: `submission.json`, `manifest.json` with its sum, and
`signature.json`, the partnership's Ed25519 signature of the manifest. See docs/adr/0081-the-sealed-bundle.md.
"""
