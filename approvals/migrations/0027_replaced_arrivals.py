import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """In whose place a document came that its sender sent as a replacement."""

    dependencies = [("approvals", "0026_changes_of_requests")]

    operations = [
        migrations.AddField(
            "arrival",
            "replaces",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="replacements",
                to="approvals.arrival",
            ),
        ),
    ]
