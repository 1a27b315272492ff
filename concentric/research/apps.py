from django.apps import AppConfig


class ResearchConfig(AppConfig):
    name = "concentric.research"
    label = "research"
