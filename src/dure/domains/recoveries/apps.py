from django.apps import AppConfig


class RecoveriesConfig(AppConfig):
    name = "dure.domains.recoveries"
    label = "recoveries"
    default_auto_field = "django.db.models.BigAutoField"
