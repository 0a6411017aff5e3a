from django.db import migrations, models


class Migration(migrations.Migration):
    """Which documents an arrival is in place of, though they have not come yet: a message may overtake another."""

    dependencies = [("approvals", "0030_where_recipients_are")]

    operations = [migrations.AddField("arrival", "in_place_of", models.JSONField(default=list))]
