from django.db import migrations, models


class Migration(migrations.Migration):
    """When a recipient is to have a document: by it, who is late is told."""

    dependencies = [("approvals", "0027_replaced_arrivals")]

    operations = [migrations.AddField("dispatch", "due_at", models.DateTimeField(null=True))]
