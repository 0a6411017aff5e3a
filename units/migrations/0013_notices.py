import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """What people are told in the application, and whether they want one mail a day of it."""

    dependencies = [("units", "0012_hours_by_date")]

    operations = [
        migrations.AddField(
            "person",
            "one_mail_a_day",
            models.BooleanField(default=False, verbose_name="notices in one mail a day"),
        ),
        migrations.CreateModel(
            "Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=160)),
                ("scope", models.BigIntegerField()),
                ("text", models.TextField(verbose_name="text")),
                ("path", models.CharField(max_length=300)),
                (
                    "by_mail",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "in the application alone"),
                            ("own", "by a mail of its own"),
                            ("daily", "in the day's one mail"),
                            ("nowhere", "no e-mail address: in the application alone"),
                        ],
                        default="",
                        max_length=8,
                        verbose_name="by mail",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="since")),
                ("read_at", models.DateTimeField(null=True, verbose_name="read")),
                ("mailed_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "notice",
                "verbose_name_plural": "notices",
                "ordering": ["-at", "-pk"],
                "indexes": [
                    models.Index(fields=["person", "-at"], name="notice_of_person"),
                    models.Index(condition=models.Q(("read_at", None)), fields=["person"], name="notice_unread"),
                    models.Index(
                        condition=models.Q(("by_mail", "daily"), ("mailed_at", None)),
                        fields=["person"],
                        name="notice_to_mail",
                    ),
                ],
                "constraints": [models.UniqueConstraint(fields=("key",), name="notice_once")],
            },
        ),
    ]
