"""Finding Chromium, for tests and pictures. Its headless shell draws no windows, and takes a third of the work."""

import shutil


def shell() -> str:
    """The path of the headless shell, "" without it."""
    return shutil.which("chromium-headless-shell") or ""


def program() -> str:
    """The path of the headless shell, else of a whole browser; "" without either."""
    whole = (shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))
    return shell() or next(filter(None, whole), "")
