from django.apps import AppConfig


class SubmissionConfig(AppConfig):
    name = "concentric.submission"
    label = "submission"

    def ready(self) -> None:
        """Hang the stages' ways on casework's pages."""
        from concentric.submission.quality import ways as quality

        quality.register()
