from django.db import migrations, models


class Migration(migrations.Migration):
    """A document may be signed in ink: what is issued is then its scan."""

    dependencies = [("approvals", "0017_dossiers")]

    operations = [
        migrations.AddField(
            model_name="rendition",
            name="on_paper",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
