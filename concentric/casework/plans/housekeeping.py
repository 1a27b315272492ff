"""What the plan needs done by the clock."""

from concentric.casework.plans.reminders import send_reminders
from concentric.config.housekeeping import Chore

housekeeping = [Chore("reminders of actions", send_reminders)]
