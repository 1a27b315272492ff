from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "concentric.foundation.audit"
    label = "audit"
