from django.apps import AppConfig


class FundsConfig(AppConfig):
    name = "dure.domains.funds"
    label = "funds"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dure.domains.agreements.following import hand_in_follower as after_agreement
        from dure.domains.funds.opening import open_published
        from dure.domains.funds.promises import follow_agreement
        from dure.domains.funds.published import refuse_changed_funds
        from dure.domains.programmes.publishing import hand_in_follower as after_publication
        from dure.domains.programmes.publishing import hand_in_objection

        hand_in_objection(refuse_changed_funds)
        after_publication(open_published)
        after_agreement(follow_agreement)
