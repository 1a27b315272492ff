"""`python -m concentric`: the command line."""

from concentric.cli import main

if __name__ == "__main__":  # worker processes import this file too
    main()
