from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "dure.domains.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"
