"""A ward's gateway to Zalo or SMS: a webhook, signed by HMAC."""
