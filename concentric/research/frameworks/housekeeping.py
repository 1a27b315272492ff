"""What the study's side needs done by the clock; the rest is retention's."""

from concentric.config.housekeeping import Chore
from concentric.research.frameworks.word_files import forget_unchecked

housekeeping = [Chore("Word files that nobody checked", forget_unchecked)]
