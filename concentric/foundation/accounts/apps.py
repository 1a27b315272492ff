from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "concentric.foundation.accounts"
    label = "accounts"
