"""How often what can be abused may be tried: times in a span, by a key of the action's, by address or by person."""

RATES = {
    "login": "",  # an office shares one address: only what is wrong is counted (units/sign_in/tries.py)
    "login_failed": "",  # allauth's count of wrong codes, which holds up their owner everywhere: ours is below
    "wrong_password": "5/5m/key,20/5m/ip",
    "wrong_password_known_device": "5/5m/key",
    "told_of_wrong_passwords": "1/h/key",
    "wrong_code": "5/5m/key",
    "wrong_code_anywhere": "20/h/key",
    "wrong_code_known_device": "5/5m/key",
    "told_of_wrong_codes": "1/h/key",
    "change_password": "5/5m/user",
    "reset_password": "5/m/ip,5/m/key",
    "verify": "20/5m/ip",
    "quick_form": "60/5m/ip",
    "api": "600/m/key",
    "calendar_feed": "60/h/key",
}
