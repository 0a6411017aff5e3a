import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Lines that are there already are those of issued documents."""

    dependencies = [
        ("approvals", "0003_fewer_indexes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="document",
            name="document_once_a_subject",
        ),
        migrations.AddField(
            model_name="dispatch",
            name="deleted_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="dispatch",
            name="deletion_reference",
            field=models.CharField(blank=True, max_length=100),
        ),
        migrations.AddField(
            model_name="document",
            name="ended_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="document",
            name="reason",
            field=models.TextField(blank=True, verbose_name="reason"),
        ),
        migrations.AddField(
            model_name="document",
            name="recalled_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="document",
            name="state",
            field=models.CharField(
                choices=[("reserved", "Number kept"), ("issued", "Document issued"), ("voided", "Number voided")],
                default="issued",
                max_length=10,
                verbose_name="state",
            ),
        ),
        migrations.AlterField(
            model_name="document",
            name="state",
            field=models.CharField(
                choices=[("reserved", "Number kept"), ("issued", "Document issued"), ("voided", "Number voided")],
                default="reserved",
                max_length=10,
                verbose_name="state",
            ),
        ),
        migrations.AddField(
            model_name="document",
            name="trail_head",
            field=models.CharField(default="", editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name="document",
            name="trail_seq",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="document",
            name="voided_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "voided"), _negated=True),
                fields=("subject_kind", "subject_id"),
                name="document_once_a_subject",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "voided"), ("voided_at__isnull", False)),
                    models.Q(models.Q(("state", "voided"), _negated=True), ("voided_at", None)),
                    _connector="OR",
                ),
                name="document_voided_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(("recalled_at", None), ("state", "issued"), _connector="OR"),
                name="document_recalled_after_issue",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("recalled_at", None), ("voided_at", None)),
                    models.Q(models.Q(("reason", ""), _negated=True), ("ended_by__isnull", False)),
                    _connector="OR",
                ),
                name="document_ended_by_whom_and_why",
            ),
        ),
    ]
