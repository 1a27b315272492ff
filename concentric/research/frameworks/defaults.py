"""What a new study begins with; its lead changes any of it."""

from __future__ import annotations

CONSENT = """I have read this framework as it will leave: without names, dates, schools, streets or references.

I agree that it is given to the study under a random code, so that the study can learn from it how meetings respond to \
harmful sexual behaviour.

I know that the study cannot tell from the code whose framework it is, and that the list which can stays with my \
partnership.

I know that I may withdraw this consent. The framework is then taken out of the study, and what was not yet published \
from it is not used.

I know that the study destroys its copy when the time that it has named is over."""
