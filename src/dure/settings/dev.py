"""Development and demo: on this machine only, with an instant of its own where DURE_NOW says one."""

import os

from dure.settings.base import *  # noqa: F403
from dure.settings.scanning import virus_scan

STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}  # noqa: F405
WHITENOISE_USE_FINDERS = True
# Nothing is scanned unless a scanner is told, and files count as clean.
DURE_VIRUS_SCAN = virus_scan(os.environ, off_by_default=True)
STYLEGUIDE = True
# WhiteNoise looks there too, and says so when there is nothing.
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405
