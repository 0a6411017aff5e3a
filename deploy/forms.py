"""The forms of signing in that stand in for allauth's, by allauth's name for each, and the rules of a new password."""

SIGN_IN_FORMS = {
    "reset_password": "units.sign_in.forms.ResetPasswordForm",
    "reset_password_from_key": "units.sign_in.forms.ResetPasswordKeyForm",
    "set_password": "units.sign_in.forms.SetPasswordForm",
}
SECOND_STEP_FORMS = {
    "authenticate": "units.sign_in.second_step.AuthenticateForm",
    "authenticate_webauthn": "units.sign_in.second_step.AuthenticatePasskeyForm",
    "reauthenticate": "units.sign_in.second_step.ReauthenticateForm",
    "reauthenticate_webauthn": "units.sign_in.second_step.ReauthenticatePasskeyForm",
}
PASSWORD_RULES = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 14}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "units.sign_in.passwords.GuessablePasswordValidator"},
]
