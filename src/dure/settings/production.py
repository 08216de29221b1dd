"""Production: HTTPS only, a key of the operator's, and the true time."""

import os

from dure.engine.problems import msg, refuse
from dure.settings.base import *  # noqa: F403

for _name in (
    *("DURE_SECRET_KEY", "DURE_DATA_KEYS", "DURE_HOSTS", "DURE_NTS_URL", "DURE_NTS_KEY"),
    *("DURE_ADDRESS", "DURE_MAIL_URL", "DURE_MAIL_FROM", "DURE_CLAMD"),
):
    if not os.environ.get(_name):
        raise refuse("settings.required", msg("{name} must be set in production"), name=_name)
if os.environ.get("DURE_NOW"):
    raise refuse(
        "settings.now", msg("DURE_NOW is refused in production: decisions are made at the true time")
    )
if DURE_STAFF_MFA != "required":  # noqa: F405
    raise refuse(
        "settings.mfa_required",
        msg("DURE_STAFF_MFA must be required in production: roles need a second factor"),
    )

if not DURE_VIRUS_SCAN:  # noqa: F405
    raise refuse("settings.scan_off", msg("DURE_VIRUS_SCAN may not be off in production: files are scanned"))

DURE_FTC_STUB = False  # without the register documents are handed in
DURE_IDENTITY_STUB = False  # without an agency nobody can vote
DURE_PAYOUT_STUB = False  # without a payout service officers take files to the bank
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31_536_000
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
