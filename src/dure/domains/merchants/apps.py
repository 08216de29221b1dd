from django.apps import AppConfig


class MerchantsConfig(AppConfig):
    name = "dure.domains.merchants"
    label = "merchants"
    default_auto_field = "django.db.models.BigAutoField"
