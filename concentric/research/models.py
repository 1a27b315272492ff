"""All models of research, gathered from its stages."""

from concentric.research.frameworks.models import (
    Framework,
    InclusionDecision,
    ReceivedBundle,
    Site,
    Study,
    StudyMember,
)

__all__ = ["Framework", "InclusionDecision", "ReceivedBundle", "Site", "Study", "StudyMember"]
