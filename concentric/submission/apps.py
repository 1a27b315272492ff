from django.apps import AppConfig


class SubmissionConfig(AppConfig):
    name = "concentric.submission"
    label = "submission"
