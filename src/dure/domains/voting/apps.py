from django.apps import AppConfig


class VotingConfig(AppConfig):
    name = "dure.domains.voting"
    label = "voting"
    default_auto_field = "django.db.models.BigAutoField"
