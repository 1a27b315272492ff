from django.apps import AppConfig


class SubmissionConfig(AppConfig):
    name = "concentric.submission"
    label = "submission"

    def ready(self) -> None:
        """Hang the stages' ways on casework's pages."""
        from concentric.submission.dispatch import ways as dispatch
        from concentric.submission.quality import ways as quality
        from concentric.submission.retention import ways as retention
        from concentric.submission.review import ways as review

        quality.register()
        review.register()
        dispatch.register()
        retention.register()
