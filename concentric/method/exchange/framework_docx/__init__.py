"""Reads completed Word frameworks: `reader.read_framework` for the record, `words.words_of` for the proof."""
