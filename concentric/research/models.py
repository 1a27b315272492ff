"""All models of research, gathered from its stages."""

from concentric.research.frameworks.models import Framework, ReceivedBundle, Site, Study, StudyMember

__all__ = ["Framework", "ReceivedBundle", "Site", "Study", "StudyMember"]
