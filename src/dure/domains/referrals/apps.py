from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "dure.domains.referrals"
    label = "referrals"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dure.domains.benefits.beside import hand_in
        from dure.domains.referrals.ending import let_go_of_ended

        hand_in(let_go_of_ended)
