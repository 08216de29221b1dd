from django.apps import AppConfig
from django.conf import settings

from dure.engine.law.dated import take_copies


class ProgrammesConfig(AppConfig):
    name = "dure.domains.programmes"
    label = "programmes"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        take_copies(taken=settings.DURE_LAW_FROM_COPIES)
