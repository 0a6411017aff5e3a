from django.db import migrations, models


class Migration(migrations.Migration):
    """Whoever made a decision may take it back; it stays, with the moment. None that is there was taken back."""

    dependencies = [("approvals", "0007_verdicts_of_opinions")]

    operations = [migrations.AddField("decision", "retracted_at", models.DateTimeField(null=True))]
