from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "dure.domains.applications"
    label = "applications"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dure.domains.agreements.leaving import hand_in_left, hand_in_under_way
        from dure.domains.applications.choosing_again import tell_choosers
        from dure.domains.applications.nominating import nominations_under_way

        hand_in_left(tell_choosers)
        hand_in_under_way(nominations_under_way)
