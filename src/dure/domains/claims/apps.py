from django.apps import AppConfig


class ClaimsConfig(AppConfig):
    name = "dure.domains.claims"
    label = "claims"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dure.domains.agreements.leaving import hand_in_under_way
        from dure.domains.claims.budget import after_won
        from dure.domains.claims.leaving import claims_under_way
        from dure.domains.funds import after

        hand_in_under_way(claims_under_way)
        after.hand_in(after_won)
