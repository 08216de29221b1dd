from django.apps import AppConfig


class DiagnosisConfig(AppConfig):
    name = "dure.domains.diagnosis"
    label = "diagnosis"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dure.domains.applications.columns import hand_in
        from dure.domains.diagnosis.levels import levels_given

        hand_in(levels_given)
