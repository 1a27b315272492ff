"""A small fictional study to test in: a team of three, a site that has joined and one that has not."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.conf import settings
from django.test import Client

from concentric.foundation.accounts.models import User
from concentric.method.exchange.bundle.keys import SigningKey
from concentric.method.exchange.bundle.sealing import seal_for
from concentric.method.exchange.study_card import SiteCard
from concentric.method.instrument.inclusion import ORIGINAL_STUDY, InclusionRule
from concentric.method.records.framework import Framework
from concentric.method.records.study_code import new_code
from concentric.method.records.submission import Submission, new_bundle_id
from concentric.method.records.submission_words import Kind
from concentric.research.frameworks.actions import StudyTerms, add_to_team, open_study
from concentric.research.frameworks.models import Site, Study, StudyMember
from concentric.research.frameworks.researcher import Researcher
from concentric.research.frameworks.sites import add_site, register
from tests.factories.submissions import small_framework
from tests.factories.world import PASSWORD

PEOPLE = {
    StudyMember.Role.LEAD: "Imogen Test-Vale",
    StudyMember.Role.CODER: "Kwame Test-Boateng",
    StudyMember.Role.READER: "Ruth Test-Aldous",
}


@dataclass
class StudyWorld:
    """`researchers` is keyed by role. `site` has joined with `signing_key`; `other_site` has not."""

    study: Study
    researchers: Mapping[str, Researcher]
    site: Site
    other_site: Site
    signing_key: SigningKey

    @property
    def lead(self) -> Researcher:
        return self.researchers[StudyMember.Role.LEAD]

    @property
    def coder(self) -> Researcher:
        return self.researchers[StudyMember.Role.CODER]

    @property
    def reader(self) -> Researcher:
        return self.researchers[StudyMember.Role.READER]

    def client(self, researcher: Researcher) -> Client:
        """A browser signed in as that researcher."""
        client = Client()
        client.force_login(researcher.user, backend=settings.AUTHENTICATION_BACKENDS[-1])
        return client

    def join(self, name: str, role: StudyMember.Role = StudyMember.Role.CODER) -> Researcher:
        """Somebody else in the team."""
        return Researcher(add_to_team(researcher=self.lead, email=make_user(name).email, role=role))

    def submission(self, framework: Framework | None = None, site: Site | None = None) -> Submission:
        """A framework on its way to the study: of the site that has joined, where no other is given."""
        document, sender = framework or small_framework(), str((site or self.site).pk)
        return Submission(str(self.study.pk), sender, new_code(), new_bundle_id(), Kind.FRAMEWORK, document)

    def sealed(self, submission: Submission, *, key: SigningKey | None = None, recipient: str = "") -> bytes:
        """As the site seals it."""
        return seal_for(submission, key or self.signing_key, [recipient or self.study.recipient]).data


def make_study(rule: InclusionRule = ORIGINAL_STUDY, recipient: str = "") -> StudyWorld:
    mark = secrets.token_hex(3)
    terms = StudyTerms(
        name=f"What plans for peer groups do {mark}",
        question="Do plans reach the peer group, where the harm was?",
        contact="The fictional study team, study@example.org",
        consent_text="I agree that this framework is given to the study.",
        inclusion=rule,
    )
    lead = open_study(terms=terms, lead=make_user(PEOPLE[StudyMember.Role.LEAD]), recipient=recipient)
    researchers = {StudyMember.Role.LEAD: lead}
    for role in (StudyMember.Role.CODER, StudyMember.Role.READER):
        user = make_user(PEOPLE[role])
        researchers[role] = Researcher(add_to_team(researcher=lead, email=user.email, role=role))
    site, other, key = add_site(researcher=lead), add_site(researcher=lead), SigningKey.new()
    card = SiteCard(str(lead.study.pk), str(site.pk), key.public.written())
    return StudyWorld(lead.study, researchers, register(researcher=lead, card=card), other, key)


def make_user(name: str) -> User:
    """Somebody who signs in, and is a member of nothing."""
    return User.objects.create_user(
        f"{name.split()[0].lower()}.{secrets.token_hex(4)}@example.org", PASSWORD, name=name
    )


def aged(low: int, high: int) -> Framework:
    """The small framework, with that age or band."""
    framework = small_framework()
    age = replace(framework.attributes.age, low=low, high=high)  # type: ignore[type-var]
    return replace(framework, attributes=replace(framework.attributes, age=age))
