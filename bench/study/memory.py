"""A process that writes one export, or nothing, and prints the most memory that it held, in MiB."""

from __future__ import annotations

import sys
import tempfile

import django

from bench.study.timing import peak_mib


def main(what: str) -> None:
    from concentric.research.exchange.checking import write_checked_project
    from concentric.research.frameworks.models import StudyMember
    from concentric.research.frameworks.researcher import Researcher

    leads = StudyMember.objects.filter(role=StudyMember.Role.LEAD, study__frameworks__isnull=False)
    lead = Researcher(leads.select_related("study", "user")[:1].get())
    if what == "export":
        with tempfile.TemporaryFile() as out:
            write_checked_project(lead, out)
    print(peak_mib())


if __name__ == "__main__":
    django.setup()
    main(sys.argv[1])
