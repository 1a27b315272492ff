"""Drawings of a study's figures as SVG: for a page, a Word file and a PDF alike, each with the same told in words."""
