from django.db import migrations, models


class Migration(migrations.Migration):
    """When a recipient is to have a document: by it, the page shows who is late."""

    dependencies = [("approvals", "0027_replaced_arrivals")]

    operations = [migrations.AddField("dispatch", "due_at", models.DateTimeField(null=True))]
