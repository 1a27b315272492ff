"""The full-text index beneath `SearchText`."""

from __future__ import annotations

from django.db.models import F, QuerySet

from concentric.casework.search.models import SearchText
from concentric.foundation.search.index import Index

INDEX = Index("casework_searchtext", "searchtext")


def matching(texts: QuerySet[SearchText], query: str) -> QuerySet[SearchText]:
    """Those of `texts` that hold every word of `query`, newest first. A query without a word matches nothing."""
    # Ordered by a sum, not by the key: a database that can walk the key backwards reads every text to find a few.
    return INDEX.matching(texts, query).order_by((F("id") * -1).asc())
