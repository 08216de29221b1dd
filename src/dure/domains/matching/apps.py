from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "dure.domains.matching"
    label = "matching"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dure.domains.agreements.leaving import hand_in_under_way
        from dure.domains.diagnosis.outside import Matched, hand_in_matched
        from dure.domains.matching.consulting import applications_of, organisations_of
        from dure.domains.matching.leaving import matching_under_way

        hand_in_under_way(matching_under_way)
        hand_in_matched(Matched(applications_of, organisations_of))
