"""Every setting, in one file: what the environment does not say has a safe default or stops the start with a sentence.

Two ways to run, one code: without DATABASE_URL and REDIS_URL everything lives in DATA_DIR and in this process; with
them it grows to PostgreSQL and Redis or Valkey. PRODUCTION=1 refuses what would be unsafe with real young people.
"""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cohorts import days_off, keys, reach
from server import env, ladder, limits, mail, own_keys, static, stores, told

BASE_DIR = Path(__file__).resolve().parent.parent
env.read_file(env.path("ENV_FILE", BASE_DIR / ".env"))

# Where and how

PRODUCTION = env.flag("PRODUCTION")
# script/server tries Alcove out where nothing else is said; whether it is, is known here, where .env was read.
DEMO = env.flag("DEMO", default=env.flag("DEMO_BY_DEFAULT") and not PRODUCTION)
DEBUG = False
WORKERS = env.number("WORKERS", 1, low=1, high=64)
HOST = env.text("HOST", "127.0.0.1")
PORT = env.number("PORT", 8000, low=1, high=65535)
SERVER = env.one_of("ALCOVE_SERVER", ("daphne", "uvicorn"))
TRUSTED_PROXY = env.flag("TRUSTED_PROXY")
DATA_DIR = env.own_folder("DATA_DIR", BASE_DIR / "data")
LEAVE_URL = env.text("LEAVE_URL", "/today/")
# Whether this process also does what is due without anybody asking; 0 where `manage.py duties` runs on its own.
DUTIES = env.flag("DUTIES", default=True)
# How fast one young person may write: so many at once, then so many a second. The load tool lifts it.
PACE_BURST = env.number("PACE_BURST", 5, low=1, high=1_000_000)
PACE_PER_SECOND = env.number("PACE_PER_SECOND", 1, low=1, high=1_000_000)

if PRODUCTION and DEMO:
    raise env.Refused("DEMO=1 opens every seat to whoever holds a printed link. It is refused while PRODUCTION=1.")
if PRODUCTION and (PACE_BURST > 20 or PACE_PER_SECOND > 5):  # noqa: PLR2004  (said in the sentence)
    raise env.Refused("PRODUCTION=1 lets one young person write at most PACE_BURST=20 at once, PACE_PER_SECOND=5.")
if not LEAVE_URL.startswith(("/", "https://")):
    raise env.Refused("LEAVE_URL must begin with / or https://.")

# Addresses: full origins, shared by forms, sockets and the content policy

BASE_URL = env.origin("BASE_URL", env.text("BASE_URL", f"http://127.0.0.1:{PORT}"))
SECURE = BASE_URL.startswith("https://")
_NEAR = [] if PRODUCTION else [f"http://127.0.0.1:{PORT}", f"http://localhost:{PORT}"]
ALLOWED_ORIGINS: list[str] = list(
    dict.fromkeys([BASE_URL, *(env.origin("EXTRA_ORIGINS", one) for one in env.listed("EXTRA_ORIGINS")), *_NEAR])
)
ALLOWED_HOSTS = env.hosts(ALLOWED_ORIGINS)
CSRF_TRUSTED_ORIGINS = ALLOWED_ORIGINS

if PRODUCTION and not all(one.startswith("https://") for one in ALLOWED_ORIGINS):
    raise env.Refused("PRODUCTION=1 needs BASE_URL and every one of EXTRA_ORIGINS to begin with https://.")

# Keys: made on a first run, never by surprise in production

KEYS_DIR = env.path("KEYS_DIR", DATA_DIR / "keys")
MAKE_KEYS = env.flag("MAKE_KEYS", default=not PRODUCTION)
_KEY_FILES = {name: env.existing_file(keys.variable(name)) for name in keys.NAMES}
RING_FILE = _KEY_FILES["ring"] or KEYS_DIR / "ring"
SECRET_KEY, KEYS = own_keys.load(KEYS_DIR, _KEY_FILES, secret=env.text("SECRET_KEY"), make=MAKE_KEYS)
if PRODUCTION and not env.strong(SECRET_KEY):
    raise env.Refused("The secret key is too weak for PRODUCTION=1: at least 50 characters, made at random.")

# Rooms of the house

ROOT_URLCONF = "server.urls"
ASGI_APPLICATION = "server.asgi.application"
INSTALLED_APPS = [
    *("server", "facilitator", "chat", "cohorts"),
    *("django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "django.contrib.messages"),
    # It registers nothing by itself: cohorts.staff.office says what may be looked at.
    "django.contrib.admin.apps.SimpleAdminConfig",
    *("allauth", "allauth.account", "allauth.mfa"),
    *("csp", "django.contrib.staticfiles"),
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    *("server.privacy.NothingKept", "server.refused.SaidKindly"),
    # Sessions are staff's alone: whoever does not ask for one pays nothing and gets no cookie.
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates", static.ADMIN_TEMPLATES],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "cohorts.join.context.where_leaving_leads",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

# How staff sign in, and how letters reach them

AUTH_USER_MODEL = "cohorts.Staff"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
PASSWORD_RESET_TIMEOUT = 60 * 60
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "staff:door"
# Not a name that cohorts.access reads: Django's session is no badge, and by itself it opens nothing.
SESSION_COOKIE_NAME = "staff"
SESSION_COOKIE_AGE = 24 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = SECURE
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# In a cookie of their own they would be one more thing that stays in a browser.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
ACCOUNT_ADAPTER = "cohorts.staff.adapter.Accounts"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# A stranger's address gets no letter, and the page says the same to everybody.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = ACCOUNT_LOGIN_TIMEOUT = 15 * 60
ACCOUNT_SESSION_REMEMBER = False
MFA_ADAPTER = "cohorts.staff.adapter.SecondFactors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "Alcove"
# Browsers themselves allow passkeys on https and on localhost only.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
_POST = env.file_text("EMAIL_URL_FILE") or env.text("EMAIL_URL")
POST_IS_SET_UP = bool(_POST)
vars().update(
    mail.settings(_POST, told.neutral("EMAIL_FROM", env.text("EMAIL_FROM", "alcove@localhost")), production=PRODUCTION)
)

# Stores

DATABASES = {
    "default": stores.database(
        env.text("DATABASE_URL"),
        DATA_DIR,
        pool=env.flag("DATABASE_POOL", default=True),
        password=env.file_text("DATABASE_PASSWORD_FILE"),
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URLS = stores.redis_addresses(env.listed("REDIS_URL"))
CHANNEL_LAYERS = {"default": stores.doorbell(REDIS_URLS)}
CACHES = {"default": {**stores.cache(REDIS_URLS), "KEY_FUNCTION": "cohorts.guesses.count_key"}}
if WORKERS > 1 and not (REDIS_URLS and env.text("DATABASE_URL")):
    raise env.Refused(
        f"{WORKERS} workers must share what they know: set DATABASE_URL to a PostgreSQL database and REDIS_URL to a "
        "Redis or Valkey, or start one worker."
    )

# What a browser is told

STATIC_DIR = BASE_DIR / "static"
STATICFILES_DIRS = [STATIC_DIR]
STATIC_URL = static.address(STATIC_DIR, fixed=PRODUCTION)
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "font-src": ["'self'"],
        "img-src": ["'self'"],
        # Some browsers do not count a socket of the same host as 'self'.
        "connect-src": ["'self'", *(one.replace("http", "ws", 1) for one in ALLOWED_ORIGINS)],
        "manifest-src": ["'self'"],
        # Leaving without JavaScript is a form that is led on to where leaving leads.
        "form-action": ["'self'", *([] if LEAVE_URL.startswith("/") else [f"https://{urlsplit(LEAVE_URL).netloc}"])],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}
# Whoever of staff signed in again in another tab while they wrote has their words back.
CSRF_FAILURE_VIEW = "cohorts.staff.too_old.too_old"
CSRF_COOKIE_AGE = None
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = SECURE
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
# Stricter, and a browser would hide the origin of our own forms from us as well.
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = limits.FORM_BYTES
DATA_UPLOAD_MAX_NUMBER_FIELDS = 100

# The desk: which places' public holidays a coordinator may choose (a test knows that ours are known, as to look loads
# every country), the hours somebody should rest between two evenings, and what calendars call shifts and evenings

HOLIDAY_PLACES = env.listed("HOLIDAY_PLACES") or ["GB-ENG", "GB-SCT", "GB-WLS", "GB-NIR", "IE"]
if unknown := [place for place in env.listed("HOLIDAY_PLACES") if not days_off.is_place(place)]:
    raise env.Refused(f"HOLIDAY_PLACES names places whose public holidays are not known: {', '.join(unknown)}.")
REST_HOURS = env.number("REST_HOURS", 11, low=0, high=48)
CALENDAR_TITLE = env.text("CALENDAR_TITLE", "Shift")
SEAT_CALENDAR_TITLE = env.text("SEAT_CALENDAR_TITLE", "Online course")

# Where this house is: whose phone numbers may be typed without a country, and get text messages

REGION = env.text("REGION", "GB")
if not reach.is_region(REGION):
    raise env.Refused(f"REGION must be two letters of a country with known phone numbers, such as GB: not {REGION!r}.")

# Coming in while a course runs, and leaving it: up to which week somebody new may still join, how long a place is kept
# for whoever waits for one, and how long whoever leaves may take that back

JOIN_UNTIL_WEEK = env.number("JOIN_UNTIL_WEEK", 2, low=1, high=52)
OFFER_HOURS = env.number("OFFER_HOURS", 24, low=3, high=168)
LEAVE_UNDO_HOURS = env.number("LEAVE_UNDO_HOURS", 24, low=1, high=168)

# Who is there: how many facilitators open an evening; by how many minutes one may come later or go earlier than the
# room; and for how many days after a course's last evening it is kept who came, who said that they come, and who waited

LEAST_STAFF = env.number("LEAST_STAFF", 2, low=1, high=3)
GRACE_MINUTES = env.number("GRACE_MINUTES", 10, low=0, high=30)
KEPT_DAYS = env.number("KEPT_DAYS", 30, low=7, high=365)

# How long what was said is kept after a course, and for how many years the record of a concern (`manage.py retention`
# shows every class of data); and where the heads of all chains are kept once a day: a folder kept elsewhere, an email

KEEP_CHAT_DAYS = env.number("KEEP_CHAT_DAYS", 90, low=30, high=3650)
KEEP_RECORDS_YEARS = env.number("KEEP_RECORDS_YEARS", 10, low=1, high=75)
ANCHOR_FOLDER, ANCHOR_EMAIL = env.text("ANCHOR_FOLDER"), env.text("ANCHOR_EMAIL")
if PRODUCTION and ANCHOR_EMAIL and not POST_IS_SET_UP:
    raise env.Refused("ANCHOR_EMAIL gets nothing while EMAIL_URL is empty: set EMAIL_URL, or leave ANCHOR_EMAIL empty.")

# What people are told by itself: never in the quiet hours, under a name that says nothing; by letters as above, and by
# text messages if somebody sends them for us

CONFIRM_HOURS = env.number("CONFIRM_HOURS", 24, low=3, high=72)
START_MINUTES = env.number("START_MINUTES", 60, low=15, high=120)
QUIET_HOURS = told.quiet_hours(env.text("QUIET_HOURS", "21:00-08:00"))
LETTER_NAME = told.discreet("LETTER_NAME", env.text("LETTER_NAME", "Alcove"))
TEXT_WEBHOOK = told.webhook("TEXT_WEBHOOK", production=PRODUCTION)
# How people reach those at the desk, as the page for lost words says it: an email, a number.
DESK_CONTACT = env.text("DESK_CONTACT")

# The ladder: how soon the next are told of what nobody has answered, in minutes and hours, where the house's clock is
# looked at, whom else a worry about the lead goes to (the email of somebody of staff), and who sends texts or pages us

LADDER = ladder.clocks()
HOUSE_ZONE = LADDER.zone
TRUSTEE_EMAIL = ladder.trustee(env.text("TRUSTEE_EMAIL"))
DUTY_WEBHOOK = told.webhook("DUTY_WEBHOOK", "TEXT_WEBHOOK", production=PRODUCTION)

# Words and time

LANGUAGE_CODE = env.language("LANGUAGE_CODE", "en-gb")
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = HOUSE_ZONE.key
USE_TZ = True

# What is written down about a run: never an address, a name, a code or a word somebody said

LOG_FORMAT = env.one_of("LOG_FORMAT", ("json", "text") if PRODUCTION else ("text", "json"))
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"discreet": {"()": "server.logs.Discreet", "form": LOG_FORMAT, "show_errors": not PRODUCTION}},
    "handlers": {"stdout": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "discreet"}},
    "root": {"handlers": ["stdout"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.request": {"level": "ERROR"},
        "daphne": {"level": "WARNING"},
    },
}
