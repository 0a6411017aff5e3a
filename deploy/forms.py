"""The forms that signing in shows in place of allauth's own, by allauth's name for each."""

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
