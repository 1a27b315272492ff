"""Sign-in: django-allauth (passwords, authenticator apps, recovery codes, passkeys) and django-axes (lockout).

`settings.py` takes every name in capitals from here. Accounts are made by administrators: nobody signs up.
"""

from __future__ import annotations

from datetime import timedelta

from concentric.config.environment import read_environment

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # first: it turns away who is locked out, and signs nobody in
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "/account/login/"
LOGIN_REDIRECT_URL = "/"
HOME_WITHOUT_PARTNERSHIP = "frameworks:studies"  # where "/" sends people who are members of no partnership

# Sessions. `web.session.keep_time` keeps both clocks; the cookie itself ends with the browser.
SESSION_IDLE_SECONDS = 60 * 60  # a meeting's pauses are long; what is typed survives the end of a session anyway
SESSION_LONGEST_SECONDS = 12 * 60 * 60
SESSION_COOKIE_AGE = SESSION_LONGEST_SECONDS
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

ACCOUNT_ADAPTER = "concentric.web.sign_in.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # the administrator who made the account vouches for the address
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Concentric: "
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * 60
ACCOUNT_FORMS = {
    "login": "concentric.web.sign_in_forms.LoginForm",
    "reset_password": "concentric.web.sign_in_forms.ResetPasswordForm",
    "reset_password_from_key": "concentric.web.sign_in_forms.ResetPasswordKeyForm",
    "change_password": "concentric.web.sign_in_forms.ChangePasswordForm",
    "set_password": "concentric.web.sign_in_forms.SetPasswordForm",
    "reauthenticate": "concentric.web.sign_in_forms.ReauthenticateForm",
}
# Axes counts failed passwords; these counts, in the cache that all workers share, also stop the guessing of codes.
# `web.guessing` looks after an account that many addresses try.
ACCOUNT_RATE_LIMITS = {"login_failed": "60/m/ip,5/15m/key", "login": "60/m/ip"}

MFA_ADAPTER = "concentric.web.sign_in.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not read_environment().is_production  # browsers allow it on localhost alone
MFA_TOTP_ISSUER = "Concentric"
MFA_TOTP_TOLERANCE = 1  # a code stays good for half a minute more: phones' clocks drift
MFA_RECOVERY_CODE_COUNT = 10
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_FORMS = {
    "authenticate": "concentric.web.sign_in_forms.AuthenticateForm",
    "reauthenticate": "concentric.web.sign_in_forms.ReauthenticateCodeForm",
    "activate_totp": "concentric.web.sign_in_forms.ActivateTOTPForm",
    "add_webauthn": "concentric.web.sign_in_forms.AddPasskeyForm",
    "edit_webauthn": "concentric.web.sign_in_forms.EditPasskeyForm",
}

# Five failures for one account from one address, then a quarter of an hour's rest. The account's e-mail is kept
# only as a keyed hash, and nothing of what was posted.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_USERNAME_CALLABLE = "concentric.web.sign_in.hashed_username"
AXES_LOCKOUT_CALLABLE = "concentric.web.sign_in.locked_out"
AXES_SENSITIVE_PARAMETERS = [
    "login",
    "email",
    "username",
    "password",
    "code",
    "credential",
    "csrfmiddlewaretoken",
    "next",
]
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
