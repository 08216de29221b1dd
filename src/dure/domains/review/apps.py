from django.apps import AppConfig


class ReviewConfig(AppConfig):
    name = "dure.domains.review"
    label = "review"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dure.domains.agreements.leaving import hand_in_under_way
        from dure.domains.applications.choosing_again import hand_in_chosen_again
        from dure.domains.diagnosis.outside import Against, hand_in_against, hand_in_blind
        from dure.domains.review.against import applications_against, pairs_against
        from dure.domains.review.blind import reviewing_blindly
        from dure.domains.review.leaving import score_chosen_again, scores_under_way

        hand_in_under_way(scores_under_way)
        hand_in_chosen_again(score_chosen_again)
        hand_in_blind(reviewing_blindly)
        hand_in_against(Against(pairs_against, applications_against))
