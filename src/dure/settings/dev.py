"""Development and demo: on this machine only, with an instant of its own where DURE_NOW says one."""

from dure.settings.base import *  # noqa: F403

STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}  # noqa: F405
WHITENOISE_USE_FINDERS = True
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
STYLEGUIDE = True
# WhiteNoise looks there too, and says so when there is nothing.
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405
