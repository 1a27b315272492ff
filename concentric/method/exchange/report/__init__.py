"""A report of headings, words, tables and drawings, as Word and as tagged PDF from the same content."""
