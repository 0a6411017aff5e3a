import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """What new documents of a kind begin with."""

    dependencies = [
        ("workflows", "0019_co_drafters"),
    ]

    operations = [
        migrations.CreateModel(
            name="DocumentTemplate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("trail_seq", models.PositiveIntegerField(default=0, editable=False)),
                ("trail_head", models.CharField(default="", editable=False, max_length=64)),
                ("addressed_to", models.TextField(blank=True, verbose_name="to")),
                ("bases", models.TextField(blank=True, verbose_name="legal bases")),
                ("body", models.TextField(blank=True, verbose_name="text")),
                ("recipients", models.TextField(blank=True, verbose_name="recipients")),
                (
                    "kind",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="document_template",
                        to="workflows.reportkind",
                    ),
                ),
            ],
            options={
                "verbose_name": "template of a document",
                "verbose_name_plural": "templates of documents",
                "ordering": ["kind"],
            },
        ),
    ]
