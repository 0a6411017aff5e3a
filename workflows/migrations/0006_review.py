"""What reviewing needs: findings, whose clock, partial returns, comments."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("workflows", "0005_form_of_documents"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="unitreport",
            name="found",
            field=models.PositiveSmallIntegerField(null=True, verbose_name="entries with findings"),
        ),
        migrations.AddField(
            model_name="unitreport",
            name="office_seconds",
            field=models.PositiveIntegerField(default=0, verbose_name="seconds with the office"),
        ),
        migrations.AddField(
            model_name="unitreport",
            name="reopened",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name="unitreport",
            name="unit_seconds",
            field=models.PositiveIntegerField(default=0, verbose_name="seconds with the unit"),
        ),
        migrations.AddField(
            model_name="unitreport",
            name="was",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.CreateModel(
            name="EntryComment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("part", models.CharField(max_length=20, verbose_name="part")),
                ("text", models.TextField(verbose_name="comment")),
                ("at", models.DateTimeField(verbose_name="time")),
                ("answer", models.TextField(blank=True, verbose_name="answer")),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comments",
                        to="workflows.unitreport",
                    ),
                ),
            ],
            options={
                "verbose_name": "comment",
                "verbose_name_plural": "comments",
                "ordering": ["report", "at", "id"],
                "indexes": [models.Index(fields=["report", "part"], name="entry_comment_of_part")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_at", None), ("answered_by", None)),
                            models.Q(
                                models.Q(("answer", ""), _negated=True),
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="entry_comment_answer_whole",
                    )
                ],
            },
        ),
    ]
