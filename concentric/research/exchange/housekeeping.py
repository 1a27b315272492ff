"""What imports need done by the clock."""

from concentric.config.housekeeping import Chore
from concentric.research.exchange.actions import clear_left

housekeeping = [Chore("imports that were left", clear_left)]
