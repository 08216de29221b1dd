"""Production: HTTPS only, a key of the operator's, and the true time."""

import os

from dure.engine.problems import msg, refuse
from dure.settings.base import *  # noqa: F403

for _name in ("DURE_SECRET_KEY", "DURE_HOSTS"):
    if not os.environ.get(_name):
        raise refuse("settings.required", msg("{name} must be set in production"), name=_name)
if os.environ.get("DURE_NOW"):
    raise refuse(
        "settings.now", msg("DURE_NOW is refused in production: decisions are made at the true time")
    )

SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31_536_000
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
