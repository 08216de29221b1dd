"""The tests: quick password hashing, mails in memory."""

from dure.settings.dev import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# A static file is looked for when it is asked for: to list all took each new client as long as its page.
WHITENOISE_AUTOREFRESH = True
DURE_STAFF_MFA = "optional"  # tests of the second factor set it to required
# Tests of several connections empty every table when they end, the ledger's too.
OPTIONS = {"prepare_threshold": 5, "options": SESSION + " -c dure.let_empty=yes"}  # noqa: F405
DATABASES = {"default": DATABASES["default"] | {"OPTIONS": OPTIONS}}  # noqa: F405
