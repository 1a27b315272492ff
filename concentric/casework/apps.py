from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "concentric.casework"
    label = "casework"
