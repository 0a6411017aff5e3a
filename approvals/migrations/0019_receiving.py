import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Organs that send documents here, and what they sent."""

    dependencies = [
        ("approvals", "0018_signed_on_paper"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="MessageKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("scope", models.BigIntegerField(unique=True)),
                ("organ_id", models.CharField(max_length=35, verbose_name="organ identifier")),
                ("certificate", models.TextField()),
                ("sealed", models.BinaryField()),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "key for messages",
                "verbose_name_plural": "keys for messages",
            },
        ),
        migrations.CreateModel(
            name="Arrival",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("trail_seq", models.PositiveIntegerField(default=0, editable=False)),
                ("trail_head", models.CharField(default="", editable=False, max_length=64)),
                ("scope", models.BigIntegerField()),
                ("identity", models.CharField(max_length=100)),
                ("code", models.CharField(max_length=60, verbose_name="number")),
                ("issued_on", models.DateField(verbose_name="date")),
                ("abstract", models.CharField(max_length=500, verbose_name="abstract")),
                ("period", models.CharField(blank=True, max_length=200, verbose_name="period")),
                ("signer", models.CharField(blank=True, max_length=200, verbose_name="signer")),
                ("files", models.JSONField(default=list)),
                ("arrived_at", models.DateTimeField(verbose_name="arrived")),
                ("verdict", models.CharField(blank=True, max_length=10)),
                ("checks", models.JSONField(default=list)),
                (
                    "state",
                    models.CharField(
                        choices=[("arrived", "Arrived"), ("received", "Received"), ("refused", "Refused")],
                        default="arrived",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "reference",
                    models.CharField(
                        blank=True, max_length=100, verbose_name="number in the register of documents received"
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                ("recalled_at", models.DateTimeField(null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "document received",
                "verbose_name_plural": "documents received",
                "ordering": ["-arrived_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="ArrivalStatus",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token", models.UUIDField(unique=True)),
                ("code", models.CharField(max_length=2)),
                ("text", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                ("taken_at", models.DateTimeField(null=True)),
                (
                    "arrival",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="statuses", to="approvals.arrival"
                    ),
                ),
            ],
            options={
                "verbose_name": "status for a sender",
                "verbose_name_plural": "statuses for senders",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Sender",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("trail_seq", models.PositiveIntegerField(default=0, editable=False)),
                ("trail_head", models.CharField(default="", editable=False, max_length=64)),
                ("scope", models.BigIntegerField()),
                ("name", models.CharField(max_length=300, verbose_name="name")),
                ("organ_id", models.CharField(max_length=35, verbose_name="organ identifier")),
                ("due_day", models.PositiveSmallIntegerField(default=10, verbose_name="reports arrive before day")),
                ("certificate", models.TextField(blank=True)),
                ("code", models.CharField(blank=True, max_length=64)),
                ("code_until", models.DateTimeField(null=True)),
                ("token", models.CharField(blank=True, max_length=64)),
                ("paired_at", models.DateTimeField(null=True, verbose_name="paired")),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "sender",
                "verbose_name_plural": "senders",
                "ordering": ["scope", "name", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)), fields=("scope", "organ_id"), name="sender_once_a_scope"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("token", ""), _negated=True), fields=("token",), name="sender_token_once"
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="arrival",
            name="sender",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="arrivals", to="approvals.sender"
            ),
        ),
        migrations.AddIndex(
            model_name="arrival",
            index=models.Index(fields=["scope", "-arrived_at"], name="arrival_of_scope"),
        ),
        migrations.AddConstraint(
            model_name="arrival",
            constraint=models.UniqueConstraint(fields=("sender", "identity"), name="arrival_once"),
        ),
        migrations.AddConstraint(
            model_name="arrival",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at", None), ("state", "arrived")),
                    models.Q(models.Q(("state", "arrived"), _negated=True), ("decided_at__isnull", False)),
                    _connector="OR",
                ),
                name="arrival_decided_when",
            ),
        ),
    ]
