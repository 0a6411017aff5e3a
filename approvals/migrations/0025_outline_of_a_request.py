from django.db import migrations, models


class Migration(migrations.Migration):
    """By which outline a sender is asked to report."""

    dependencies = [("approvals", "0024_search_excerpts")]

    operations = [
        migrations.AddField(
            "reportrequest", "outline", models.TextField(blank=True, default="", verbose_name="outline")
        )
    ]
