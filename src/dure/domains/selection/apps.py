from django.apps import AppConfig


class SelectionConfig(AppConfig):
    name = "dure.domains.selection"
    label = "selection"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dure.domains.agreements.leaving import hand_in_left, hand_in_under_way
        from dure.domains.agreements.taken import hand_in_chosen
        from dure.domains.applications.columns import hand_in
        from dure.domains.review.published import hand_in_published
        from dure.domains.selection.executor_leaving import close_lists, places_under_way
        from dure.domains.selection.support import places_held, stages_chosen, stages_published

        hand_in(places_held)
        hand_in_under_way(places_under_way)
        hand_in_left(close_lists)
        hand_in_chosen(stages_chosen)
        hand_in_published(stages_published)
