from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "dure.domains.agreements"
    label = "agreements"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dure.domains.agreements.published import refuse_changed_call
        from dure.domains.programmes.publishing import hand_in_objection

        hand_in_objection(refuse_changed_call)
