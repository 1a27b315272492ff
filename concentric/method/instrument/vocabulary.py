"""The closed vocabularies of the record. Each is an enumeration of stored keys with the label people read."""

from __future__ import annotations

from enum import StrEnum


class Labelled(StrEnum):
    """A stored key that carries its label: `Basis.FACT.label`."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Labelled:  # the default is for type checkers: Basis("fact")
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        return [(member.value, member.label) for member in cls]


class Basis(Labelled):
    """What an entry rests on."""

    FACT = "fact", "Fact"
    OPINION = "opinion", "Professional opinion"
    REPORTED = "reported", "Reported"
    NOT_ESTABLISHED = "not_established", "Not established"


class Sharing(Labelled):
    """Who may receive an entry."""

    EVERYONE = "everyone", "Everyone"
    NOT_FAMILY = "not_family", "Not the family"
    AGENCIES = "agencies", "Named agencies only"


class Silence(Labelled):
    """What an empty context or cell means. Without one of these it is undecided, never absent."""

    NOTHING_IDENTIFIED = "nothing_identified", "Discussed, nothing identified"
    NOT_KNOWN = "not_known", "Not known, someone will find out"
    NOT_DISCUSSED = "not_discussed", "Not discussed"


class Cohort(Labelled):
    """Whether the young person has displayed HSB alone, in groups, or both."""

    SOLE = "sole", "Sole"
    GROUP = "group", "Group"
    BOTH = "both", "Both"


class Company(Labelled):
    """With whom an incident happened. A group is two or more acting together, in front of each other, or with a
    shared purpose.
    """

    ALONE = "alone", "Alone"
    WITH_OTHERS = "with_others", "With others"
    NOT_KNOWN = "not_known", "Not known"


class IncidentRole(Labelled):
    """The young person's part in an incident."""

    INSTIGATED = "instigated", "Instigated"
    TOOK_PART = "took_part", "Took part"
    FOLLOWED = "followed", "Followed others"
    COERCED = "coerced", "Was coerced"
    NOT_KNOWN = "not_known", "Not known"


class Level(Labelled):
    """Hackett's continuum of sexual behaviours (2010). HSB meetings consider all but the first."""

    NORMAL = "normal", "Normal"
    INAPPROPRIATE = "inappropriate", "Inappropriate"
    PROBLEMATIC = "problematic", "Problematic"
    ABUSIVE = "abusive", "Abusive"
    VIOLENT = "violent", "Violent"
    NOT_KNOWN = "not_known", "Not yet assessed"


class HarmedRelation(Labelled):
    """Who the child or young person harmed is to the young person."""

    PEER = "peer", "Peer or fellow student"
    PARTNER = "partner", "Partner or former partner"
    SIBLING = "sibling", "Sibling"
    OTHER_RELATIVE = "other_relative", "Other relative"
    YOUNGER_CHILD = "younger_child", "Younger child, not related"
    STRANGER = "stranger", "Not known to the young person"
    ADULT = "adult", "Adult"
    NOT_KNOWN = "not_known", "Not known"


class AgeGap(Labelled):
    """The age of those harmed against the young person's own."""

    SIMILAR = "similar", "Similar age (within three years)"
    YOUNGER = "younger", "Younger by more than three years"
    OLDER = "older", "Older by more than three years"
    MIXED = "mixed", "Several children of different ages"
    NOT_KNOWN = "not_known", "Not known"


class Setting(Labelled):
    """Where an incident happened."""

    HOME = "home", "A home"
    SCHOOL = "school", "School or college"
    PUBLIC_SPACE = "public_space", "Street, park, stairwell or other public space"
    TRANSPORT = "transport", "Transport"
    PARTY = "party", "Party or gathering"
    ONLINE = "online", "Online"
    OTHER = "other", "Other"
    NOT_KNOWN = "not_known", "Not known"


class Characteristic(Labelled):
    """Features of an incident, from the findings of the study."""

    GANG_ASSOCIATED = "gang_associated", "Gang-associated"
    IMAGE_SHARING = "image_sharing", "Image-sharing"
    PROBLEMATIC_ONLINE = "problematic_online", "Problematic online behaviour"
    PARTY = "party", "At a party or gathering"
    PEER_AUDIENCE = "peer_audience", "Peers were present as an audience"
    PEERS_RECRUITED = "peers_recruited", "Peers were used to recruit others"
    PEERS_NORMALISED = "peers_normalised", "Peers normalised the behaviour"
    BLACKMAIL = "blackmail", "Blackmail, threats or coercion"
    WEAPON = "weapon", "A weapon was present"
    VIOLENCE = "violence", "Physical violence"


class Outcome(Labelled):
    """The criminal-justice outcome of an incident."""

    NOT_REPORTED = "not_reported", "Not reported to the police"
    UNDER_INVESTIGATION = "under_investigation", "Under investigation"
    NFA = "nfa", "No further action (NFA)"
    COMMUNITY_RESOLUTION = "community_resolution", "Community resolution"
    YOUTH_CAUTION = "youth_caution", "Youth caution or conditional caution"
    CHARGED = "charged", "Charged, awaiting outcome"
    NOT_GUILTY = "not_guilty", "Not guilty or discontinued"
    CONVICTED = "convicted", "Convicted"
    NOT_KNOWN = "not_known", "Not known"


class ActionStatus(Labelled):
    """Where a planned action stands. The last two ask for a reason."""

    OPEN = "open", "Open"
    DONE = "done", "Done"
    CHANGED = "changed", "Circumstances changed"
    NOT_DONE = "not_done", "Not done"


class Urgency(Labelled):
    """How soon a referral needs a decision."""

    IMMEDIATE = "immediate", "Today: someone may be at immediate risk"
    SOON = "soon", "Within three working days"
    ROUTINE = "routine", "Routine"


class LawfulBasis(Labelled):
    """The basis on which information is shared (UK GDPR, Articles 6 and 9)."""

    CONSENT = "consent", "Consent of the young person or parent"
    PUBLIC_TASK = "public_task", "Public task: safeguarding a child"
    LEGAL_OBLIGATION = "legal_obligation", "Legal obligation"
    VITAL_INTERESTS = "vital_interests", "Vital interests"
