from django.apps import AppConfig


class BenefitsConfig(AppConfig):
    name = "dure.domains.benefits"
    label = "benefits"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dure.domains.agreements.leaving import hand_in_under_way
        from dure.domains.applications.columns import hand_in
        from dure.domains.applications.following import hand_in as hand_in_following
        from dure.domains.benefits.executor_leaving import benefits_under_way
        from dure.domains.benefits.following import FOLLOWING
        from dure.domains.benefits.support import won_granted

        hand_in(won_granted)
        hand_in_following(FOLLOWING)
        hand_in_under_way(benefits_under_way)
