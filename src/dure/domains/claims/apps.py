from django.apps import AppConfig


class ClaimsConfig(AppConfig):
    name = "dure.domains.claims"
    label = "claims"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dure.domains.agreements.leaving import hand_in_under_way
        from dure.domains.claims.leaving import claims_under_way

        hand_in_under_way(claims_under_way)
