"""Concentric: multi-agency meetings about harmful sexual behaviour, and the research that learns from them."""

__version__ = "0.1.0"
