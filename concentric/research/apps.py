from django.apps import AppConfig


class ResearchConfig(AppConfig):
    name = "concentric.research"
    label = "research"

    def ready(self) -> None:
        """Hang the later stages' part on what earlier ones do and show."""
        from concentric.research.coding import following, rechecking

        following.register()
        rechecking.register()
