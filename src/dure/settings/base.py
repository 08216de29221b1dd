"""What every variant of the service shares."""

from __future__ import annotations

import os
from pathlib import Path

import pghistory
from csp.constants import NONE, SELF
from psycopg.conninfo import conninfo_to_dict

from dure.settings.environment import data_folder, database_url, proxies, staff_mfa
from dure.settings.mail import mail_folder, mail_of
from dure.settings.scanning import clamd, virus_scan
from dure.settings.secret import data_keys, secret_key

_DURE = Path(__file__).resolve().parent.parent

DATA_FOLDER = data_folder()
SECRET_KEY = secret_key(DATA_FOLDER, os.environ)
DURE_DATA_KEYS = data_keys(DATA_FOLDER, os.environ)
DURE_NTS_URL = os.environ.get("DURE_NTS_URL", "")
DURE_NTS_KEY = os.environ.get("DURE_NTS_KEY", "")
DURE_LAW_FROM_COPIES = os.environ.get("DURE_LAW_FROM_COPIES") == "1"
DURE_FTC_URL = os.environ.get("DURE_FTC_URL", "")
DURE_FTC_KEY = os.environ.get("DURE_FTC_KEY", "")
DURE_FTC_ACTIVE = tuple(os.environ.get("DURE_FTC_ACTIVE", "정상영업").split(","))
DURE_FTC_STUB = True
"""Whether a stub stands in for that register where none is set; never in production."""
DURE_IDENTITY_URL = os.environ.get("DURE_IDENTITY_URL", "")
DURE_IDENTITY_WINDOW = os.environ.get("DURE_IDENTITY_WINDOW", "")
DURE_IDENTITY_ID = os.environ.get("DURE_IDENTITY_ID", "")
DURE_IDENTITY_SECRET = os.environ.get("DURE_IDENTITY_SECRET", "")
DURE_IDENTITY_PRODUCT = os.environ.get("DURE_IDENTITY_PRODUCT", "")
DURE_IDENTITY_RETURN = os.environ.get("DURE_IDENTITY_RETURN", "get")
DURE_IDENTITY_RETRY = frozenset(os.environ.get("DURE_IDENTITY_RETRY", "1500,1502,1503").split(","))
DURE_IDENTITY_STUB = True
"""Whether a stub stands in for the agency where none is set; never in production."""
DURE_PAYOUT_URL = os.environ.get("DURE_PAYOUT_URL", "")
DURE_PAYOUT_KEY = os.environ.get("DURE_PAYOUT_KEY", "")
DURE_PAYOUT_STUB = True
"""Whether a stub stands in for the payout service where none is set; never in production."""
DURE_FINANCE_URL = os.environ.get("DURE_FINANCE_URL", "")
DURE_FINANCE_KEY = os.environ.get("DURE_FINANCE_KEY", "")
DURE_PRIVATE_FILES = DATA_FOLDER / "files"
"""What people hand in; nothing below it is served by an address of its own."""
DURE_CLAMD = clamd(os.environ)
DURE_VIRUS_SCAN = virus_scan(os.environ)
DURE_ADDRESS = os.environ.get("DURE_ADDRESS", "").rstrip("/") or "http://localhost:8000"
"""Under which people reach the service: what links in letters begin with."""
DEBUG = False
ALLOWED_HOSTS = [h for h in os.environ.get("DURE_HOSTS", "").split(",") if h] or [
    "localhost",
    "127.0.0.1",
    "[::1]",
]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_cotton",
    "pgtrigger",
    "pghistory",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "procrastinate.contrib.django",
    "dure.domains.events",
    "dure.domains.privacy",
    "dure.domains.accounts",
    "dure.domains.uploads",
    "dure.domains.notices",
    "dure.domains.merchants",
    "dure.domains.programmes",
    "dure.domains.sanctions",
    "dure.domains.agreements",
    "dure.domains.applications",
    "dure.domains.diagnosis",
    "dure.domains.review",
    "dure.domains.voting",
    "dure.domains.selection",
    "dure.domains.bodies",
    "dure.domains.matching",
    "dure.domains.ledger",
    "dure.domains.funds",
    "dure.domains.payments",
    "dure.domains.claims",
    "dure.domains.vouchers",
    "dure.domains.recoveries",
    "dure.domains.benefits",
    "dure.domains.referrals",
    "dure.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "dure.web.people.session_store.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "dure.web.actors.ActorMiddleware",
    "dure.web.people.form_status.FormStatusMiddleware",
    "dure.web.unjudged.UnjudgedMiddleware",
]

ROOT_URLCONF = "dure.web.urls"
WSGI_APPLICATION = "dure.web.wsgi.application"

_COTTON_LOADERS = [
    "django_cotton.cotton_loader.Loader",
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [_DURE / "templates"],
        "OPTIONS": {
            "builtins": ["django_cotton.templatetags.cotton"],
            "loaders": [("django.template.loaders.cached.Loader", _COTTON_LOADERS)],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "dure.web.context.page",
            ],
        },
    }
]

_URL = conninfo_to_dict(database_url())
# Plans are kept for the statements of dure.domains.events.statements only, whose texts are constant and look
# at rows by their keys: such a plan is the same whatever the values.
# pgtrigger's triggers ask which of them are passed over. Where nothing was ever said, that raises and catches
# an error for each row, which walks over every foreign key still to be checked: n rows take n squared.
SESSION = "-c plan_cache_mode=force_generic_plan -c pgtrigger.ignore={}"
DATABASES = {
    "default": {
        "ENGINE": "dure.settings.postgresql",
        "NAME": _URL.get("dbname", "dure"),
        "USER": _URL.get("user", ""),
        "PASSWORD": _URL.get("password", ""),
        "HOST": _URL.get("host", ""),
        "PORT": str(_URL.get("port", "")),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"prepare_threshold": 5, "options": SESSION},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["dure.web.people.backend.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
] + [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    }
]
DURE_STAFF_MFA = staff_mfa()
DURE_PROXIES = ALLAUTH_TRUSTED_PROXY_COUNT = proxies()
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_ADAPTER = "dure.web.people.adapter.AccountAdapter"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = True  # nobody is asked: thirty minutes without a request end every session
ACCOUNT_FORMS = {
    "login": "dure.web.people.sign_in_forms.LoginForm",
    "signup": "dure.web.people.sign_in_forms.SignupForm",
    "reset_password": "dure.web.people.sign_in_forms.ResetPasswordForm",
    "reset_password_from_key": "dure.web.people.sign_in_forms.ResetPasswordKeyForm",
    "change_password": "dure.web.people.sign_in_forms.ChangePasswordForm",
    "set_password": "dure.web.people.sign_in_forms.SetPasswordForm",
    "add_email": "dure.web.people.sign_in_forms.AddEmailForm",
    "reauthenticate": "dure.web.people.sign_in_forms.ReauthenticateForm",
}
MFA_ADAPTER = "dure.web.people.adapter.SecondFactorAdapter"
MFA_TOTP_ISSUER = "Dure"
MFA_TOTP_TOLERANCE = 1  # half a minute before and after: clocks of telephones differ
MFA_FORMS = {
    "authenticate": "dure.web.people.sign_in_forms.AuthenticateForm",
    "reauthenticate": "dure.web.people.sign_in_forms.ReauthenticateCodeForm",
    "activate_totp": "dure.web.people.sign_in_forms.ActivateForm",
}
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"

SESSION_ENGINE = "dure.web.people.session_store"
SESSION_COOKIE_AGE = 31 * 60  # thirty minutes from the last request, and the minute between two writings
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

LANGUAGE_CODE = "ko"
LANGUAGES = [("ko", "한국어"), ("en", "English")]
LOCALE_PATHS = [_DURE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Seoul"

_MAIL = mail_of(os.environ)
EMAIL_BACKEND = _MAIL.backend
EMAIL_FILE_PATH = mail_folder(DATA_FOLDER)
EMAIL_HOST, EMAIL_PORT = _MAIL.host, _MAIL.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _MAIL.user, _MAIL.password
EMAIL_USE_TLS, EMAIL_USE_SSL = _MAIL.starttls, _MAIL.tls
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = _MAIL.sender

# History is asked for by row: an index on each foreign key of it would double what a change costs.
PGHISTORY_FOREIGN_KEY_FIELD = pghistory.ForeignKey(db_index=False)

# The tasks of the worker: every module of dure.jobs. Nothing is searched for elsewhere.
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = None
PROCRASTINATE_IMPORT_PATHS = sorted(
    f"dure.jobs.{path.stem}" for path in (_DURE / "jobs").glob("*.py") if path.stem != "__init__"
)

STATIC_URL = "static/"
STATIC_ROOT = DATA_FOLDER / "static"
STATICFILES_DIRS = [_DURE / "static"]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_FOLDER / "files"},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
