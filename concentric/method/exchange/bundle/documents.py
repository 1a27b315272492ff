"""The published JSON Schema of what a bundle holds."""

from __future__ import annotations

import json

from concentric.method.records.submission import submission_schema


def schema_page() -> str:
    """The schema as `concentric bundle schema` prints it."""
    return json.dumps(submission_schema(), ensure_ascii=False, indent=2) + "\n"


documents = {"reference/submission-1.schema.json": schema_page}
