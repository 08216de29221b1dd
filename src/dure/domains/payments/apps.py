from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "dure.domains.payments"
    label = "payments"
    default_auto_field = "django.db.models.BigAutoField"
