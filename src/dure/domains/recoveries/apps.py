from django.apps import AppConfig


class RecoveriesConfig(AppConfig):
    name = "dure.domains.recoveries"
    label = "recoveries"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dure.domains.payments.returning import hand_in
        from dure.domains.recoveries.holding import refuse_in_case

        hand_in(refuse_in_case)
