"""What retention needs done by the clock."""

from concentric.config.housekeeping import Chore
from concentric.research.frameworks.retention import remind_leads
from concentric.submission.retention.clearing import clear_when_needed
from concentric.submission.retention.forgetting import destroy_study_frameworks
from concentric.submission.retention.ledger import keep_ledger
from concentric.submission.retention.notices import tell_of_due

housekeeping = [
    Chore("reminders of records that are due", tell_of_due),
    Chore("reminders to studies", remind_leads),
    Chore("studies’ frameworks destroyed", destroy_study_frameworks),
    Chore("ledger of destructions", keep_ledger),
    Chore("files cleared of what was destroyed", clear_when_needed),
]
