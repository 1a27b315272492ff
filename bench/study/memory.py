"""A process that writes one export, or nothing, and prints the most memory that it held, in MiB: its own, and with the
pages of files that it had mapped.
"""

from __future__ import annotations

import sys
import tempfile
from typing import TYPE_CHECKING

import django

from bench.study.timing import own_peak_mib, peak_mib

if TYPE_CHECKING:
    from concentric.research.frameworks.researcher import Researcher


def main(what: str) -> None:
    print(own_peak_mib(_export if what == "export" else _nothing), peak_mib())


def _export() -> None:
    from concentric.research.exchange.checking import write_checked_project

    with tempfile.TemporaryFile() as out:
        write_checked_project(_lead(), out)


def _nothing() -> None:
    _lead()


def _lead() -> Researcher:
    from concentric.research.frameworks.models import StudyMember
    from concentric.research.frameworks.researcher import Researcher

    leads = StudyMember.objects.filter(role=StudyMember.Role.LEAD, study__frameworks__isnull=False)
    return Researcher(leads.select_related("study", "user")[:1].get())


if __name__ == "__main__":
    django.setup()
    main(sys.argv[1])
