"""The code under which a study knows a young person: random, and safe to read out or copy by hand.

Nine random characters and a check character, of 29 that hold no vowel (so no name and no word) and no 0, I, L or O.
29 is a prime: the check finds every wrong character and every two that changed places.
"""

from __future__ import annotations

import secrets

ALPHABET = "123456789BCDFGHJKMNPQRSTVWXYZ"
LENGTH = 10
_LOOK_ALIKE = str.maketrans({"I": "1", "L": "1", " ": None, "-": None})


def new_code() -> str:
    """A new random code; 29⁹ are possible (43 bits)."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    return drawn + _check_character(drawn)


def read_code(typed: str) -> str:
    """The code that somebody typed: small letters, spaces and hyphens are forgiven. ValueError when it is none."""
    code = typed.upper().translate(_LOOK_ALIKE)
    if not is_code(code):
        raise ValueError("That is not a study code: compare it with the original, character by character.")
    return code


def is_code(code: str) -> bool:
    """Whether `code` is one exactly as `new_code` writes it."""
    return len(code) == LENGTH and set(code) <= set(ALPHABET) and _check_character(code[:-1]) == code[-1]


def _check_character(drawn: str) -> str:
    # Weights 2 to 10, and 1 for the check itself: all different and none 0, modulo 29.
    total = sum(weight * ALPHABET.index(char) for weight, char in enumerate(drawn, start=2))
    return ALPHABET[-total % len(ALPHABET)]
