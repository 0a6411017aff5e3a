"""The one settings file. Only environment values vary; a bad value stops the start with a sentence.

`PROFILE=embedded` (the default) needs Python alone: SQLite, no broker, everything below DATA_DIR.
`PROFILE=service` needs PostgreSQL and Redis, and refuses demo mode and DEBUG.
"""

import warnings
from pathlib import Path

import environ
from django.utils.translation import gettext_lazy as _

from . import values
from .forms import PASSWORD_RULES, SECOND_STEP_FORMS, SIGN_IN_FORMS
from .handlers import HANDLERS, TIME_LIMITS
from .logs import logging_at
from .rates import RATES
from .schedule import DRAIN, REGULAR
from .version import VERSION

# django-fsm 3 announces on import that it is no longer developed; docs/decisions tells what follows from that.
warnings.filterwarnings("ignore", message="The 'django-fsm' package")

BASE_DIR = Path(__file__).resolve().parent.parent
PRODUCT_VERSION = VERSION  # told in the footer of each page
env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

PROFILE = values.one_of(env, "PROFILE", "embedded", "service", default="embedded")
EMBEDDED = PROFILE == "embedded"
DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=False)
values.refuse(not EMBEDDED and (DEBUG or DEMO), "The service profile refuses DEMO and DEBUG: unset both.")
CLOCK_MAY_BE_SET = DEMO
# Nothing is made here: whoever starts a process makes DATA_DIR by `values.own_folder`.
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "data"))).resolve()
DOCUMENTS_DIR = DATA_DIR / "documents"
OUTGOING_DIR = DATA_DIR / "outgoing"
FILES_DIR = DATA_DIR / "files"
FIGURES_DIR = Path(env.str("FIGURES_DIR", default=str(DATA_DIR / "figures"))).resolve()
FIGURES_MAILBOX = values.mailbox(env, "FIGURES_MAILBOX")
DKIM_RESOLVER = values.resolver(env, "DKIM_RESOLVER")

SECRET_KEY = values.secret_key(env, DATA_DIR if EMBEDDED else None)
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"] if EMBEDDED else [])
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if not EMBEDDED]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "guardian",
    "viewflow",
    "viewflow.workflow",
    "django_htmx",
    "js_lib_bootstrap5",
    "django_prose_editor",
    "approvals",
    "units",
    "workflows",
]
MIDDLEWARE = [
    "approvals.pages.middleware.page_policy",  # first, so that pages of faults have it too
    "django.middleware.security.SecurityMiddleware",
    "workflows.api.problems.told_to_programs",
    "approvals.pages.middleware.known_methods",
    "approvals.pages.middleware.readable_addresses",
    "approvals.pages.middleware.limited_body",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "units.sign_in.middleware.SignInFirst",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "units.sign_in.middleware.rights_read_once",
    "units.sign_in.middleware.second_factor_for_admins",
    "units.sign_in.middleware.typed_again",
    "approvals.pages.refused.NotPossibleMiddleware",
    "approvals.pages.refused.told_where_forms_are",
]
ROOT_URLCONF = "deploy.urls"
WSGI_APPLICATION = "deploy.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "units.frame.context.frame",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "approvals.templatetags.constant",
                "approvals.templatetags.moments",
                "approvals.templatetags.once",
                "approvals.templatetags.typed",
            ],
        },
    }
]

DATABASES = {"default": values.database(env, DATA_DIR)}
ON_POSTGRESQL = DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql"
values.refuse(not EMBEDDED and not ON_POSTGRESQL, "The service profile needs DATABASE_URL=postgres://…")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "units.Person"
AUTHENTICATION_BACKENDS = ["units.backends.GrantBackend", "allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = PASSWORD_RULES
ANONYMOUS_USER_NAME = None  # guardian: nobody without an account has rights
GUARDIAN_MONKEY_PATCH_USER = False
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]  # units.backends.GrantBackend reads guardian's tables, with dates

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
CSRF_FAILURE_VIEW = "units.sign_in.views.stale_page"
ACCOUNT_ADAPTER = "units.sign_in.adapter.ClosedAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Trình duyệt: "
ACCOUNT_FORMS = SIGN_IN_FORMS
# The default one keeps an unverified address for whoever asks, which then bars them from every second factor.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_RATE_LIMITS = RATES
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300  # seconds for which a proof before a decision holds
MFA_ADAPTER = "units.sign_in.adapter.SealedAdapter"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses are the administrator's to keep: nobody signs up
MFA_FORMS = SECOND_STEP_FORMS
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Trình duyệt"
MFA_TOTP_TOLERANCE = 1  # a code of half a minute ago still holds
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # whoever holds the device alone is not yet its owner
REQUIRE_MFA_FOR_ADMINS = env.bool("REQUIRE_MFA_FOR_ADMINS", default=not EMBEDDED)
SESSION_ENGINE = "units.sessions"
SESSION_COOKIE_AGE = 10 * 60 * 60  # seconds

REDIS_URL = env.str("REDIS_URL", default="")
values.refuse(not EMBEDDED and not REDIS_URL, "The service profile needs REDIS_URL=redis://…")
CACHES = {"default": values.cache_at(REDIS_URL)}
# Embedded: `manage.py worker` drains the outbox, beat itself runs what is due, and no broker is needed.
CELERY_BROKER_URL = "memory://" if EMBEDDED else REDIS_URL
CELERY_TASK_ALWAYS_EAGER = EMBEDDED
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TIMEZONE = "Asia/Ho_Chi_Minh"
CELERY_BEAT_SCHEDULER = "deploy.beat.Scheduler"
CELERY_BEAT_SCHEDULE = REGULAR if EMBEDDED else REGULAR | DRAIN

# Seams that the lower app asks through, named as Django names its backends.
APPROVALS_SCOPES = "units.rules.scopes_for"
APPROVALS_SCOPE_NAMES = "units.tree.nodes.ward_names"
APPROVALS_PARTS = "workflows.cases.types.parts_of"
APPROVALS_LETTER = "workflows.documents.kept.letter_of"
APPROVALS_SHARED = "workflows.ward_reports.province.sharing.files_of"
APPROVALS_DOSSIER = "workflows.unit_reports.dossiers.files_of"
APPROVALS_PRINTER = "workflows.documents.pdf.sheet.printed"
APPROVALS_HANDLERS = HANDLERS
APPROVALS_TIME_LIMITS = TIME_LIMITS

# In bytes: what people attach, what strangers may have checked, and a whole request. Web servers take their limits
# from here; nginx has one above all that LARGEST_FILE_MB may be.
LARGEST_FILE = values.megabytes(env, "LARGEST_FILE_MB", default=20)
LARGEST_CHECKED = 50 * values.MEGABYTE
LARGEST_REQUEST = max(LARGEST_FILE, LARGEST_CHECKED) + 2 * values.MEGABYTE
SCANNER_URL = values.daemon(env, "SCANNER_URL")  # the clamd that is asked about what people attach

# Signatures: docs/signing.md.
SIGNER = values.one_of(env, "SIGNER", "none", "stored", "external", default="stored" if DEMO else "none")
SIGN_FOR_LONG = env.bool("SIGN_FOR_LONG", default=False)
SIGNING_TIMEOUT = values.whole(env, "SIGNING_TIMEOUT", default=20, most=600)  # seconds
SIGNING_SECRET = env.str("SIGNING_SECRET", default="")
EXTERNAL_SIGNER_TOKEN = env.str("EXTERNAL_SIGNER_TOKEN", default="")
EXTERNAL_SIGNER_URL = values.address(
    env, "EXTERNAL_SIGNER_URL", needed="SIGNER=external" if SIGNER == "external" else ""
)
TSA_URL = values.address(env, "TSA_URL", needed="SIGN_FOR_LONG" if SIGN_FOR_LONG else "")
DEMO_AUTHORITY_DIR = DATA_DIR / "demo-ca"
TRUST_DIR = str(DEMO_AUTHORITY_DIR if DEMO else DATA_DIR / "trust")
SIGNING_ROOTS = Path(env.str("SIGNING_ROOTS", default=TRUST_DIR))
SIGNING_CRLS = Path(env.str("SIGNING_CRLS", default=TRUST_DIR))

PRIVATE_ADDRESSES = env.bool("PRIVATE_ADDRESSES", default=False)  # of gateways: whether within this network
EMAIL = env.email_url("EMAIL_URL", default="filemail://")
EMAIL_BACKEND = EMAIL["EMAIL_BACKEND"]
EMAIL_HOST = EMAIL["EMAIL_HOST"] or "localhost"
EMAIL_PORT = EMAIL["EMAIL_PORT"] or 25
EMAIL_HOST_USER = EMAIL["EMAIL_HOST_USER"] or ""
EMAIL_HOST_PASSWORD = EMAIL["EMAIL_HOST_PASSWORD"] or ""
EMAIL_USE_TLS = EMAIL.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = EMAIL.get("EMAIL_USE_SSL", False)
EMAIL_FILE_PATH = DATA_DIR / "mail"
EMAIL_TIMEOUT = 20  # seconds
PORT = values.whole(env, "PORT", default=8000, most=65535)
OWN_URL = f"http://127.0.0.1:{PORT}"
SITE_URL = env.str("SITE_URL", default=OWN_URL if EMBEDDED else f"https://{ALLOWED_HOSTS[0]}" if ALLOWED_HOSTS else "")
DEFAULT_FROM_EMAIL = env.str("FROM_EMAIL", default="trinh-duyet@localhost")

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Vietnamese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
FORMAT_MODULE_PATH = ["deploy.formats"]

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder", "deploy.assets.AssetFinder"]
STATIC_ROOT = DATA_DIR / "static"  # made anew by `collectstatic` before each start
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "deploy.assets.JoinedStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * values.MEGABYTE
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a unit of a large plan answers for hundreds of entries of six fields and more
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]

X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = not EMBEDDED
SECURE_PROXY_SSL_HEADER = None if EMBEDDED else ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 0 if EMBEDDED else 31536000
SECURE_HSTS_INCLUDE_SUBDOMAINS = not EMBEDDED
SECURE_HSTS_PRELOAD = not EMBEDDED
SESSION_COOKIE_SECURE = not EMBEDDED
CSRF_COOKIE_SECURE = not EMBEDDED

LOGGING = logging_at(env.str("LOG_LEVEL", default="WARNING"))
