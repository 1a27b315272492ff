"""Full-text search on both databases alike (ADR 6). It knows words and an index, and nothing of what they are about."""
