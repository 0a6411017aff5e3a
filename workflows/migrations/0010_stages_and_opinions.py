from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

NEEDS = [
    ("any", "any one"),
    ("some", "a number of them"),
    ("most", "more than half of them"),
    ("all", "all of them"),
]
VERBS = [("approve", "Approve"), ("opinion", "Give an opinion")]


def one_stage_a_step(apps, _schema_editor):
    apps.get_model("workflows", "CaseStep").objects.update(stage=F("order"))


def shape(model: str) -> list[migrations.operations.base.Operation]:
    return [
        migrations.AlterField(model, "need", models.CharField("decides", choices=NEEDS, default="any", max_length=4)),
        migrations.AddField(
            model, "verb", models.CharField("what is asked", choices=VERBS, default="approve", max_length=8)
        ),
        migrations.AddField(model, "beside", models.BooleanField("at the same time as the step before", default=False)),
        migrations.AddField(model, "quorum", models.PositiveSmallIntegerField("how many decide", default=1)),
    ]


class Migration(migrations.Migration):
    """Steps stand side by side in stages, ask for an approval or an opinion, need some, most or all of an office, and are
    taken on conditions.

    Each step that is there becomes a stage of its own, which asks for an approval.
    """

    dependencies = [
        ("approvals", "0007_verdicts_of_opinions"),
        ("workflows", "0009_steps_of_cases"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        *shape("step"),
        *shape("casestep"),
        migrations.AddField("step", "condition", models.CharField("taken when", max_length=20, blank=True, default="")),
        migrations.AlterField("step", "condition", models.CharField("taken when", max_length=20, blank=True)),
        migrations.AddField("step", "reversed", models.BooleanField("the other way round", default=False)),
        migrations.AddField("step", "otherwise", models.BooleanField("instead of the step before", default=False)),
        migrations.AddField("casestep", "stage", models.PositiveSmallIntegerField("stage", default=1)),
        migrations.AddField("casestep", "due_at", models.DateTimeField(null=True)),
        migrations.AddField("casestep", "silent", models.BooleanField(default=False)),
        migrations.RunPython(one_stage_a_step, migrations.RunPython.noop),
        migrations.AlterField("casestep", "stage", models.PositiveSmallIntegerField("stage")),
        migrations.AddIndex(
            "casestep",
            models.Index(condition=Q(verb="opinion", decided_at=None), fields=["due_at"], name="case_step_opinion_due"),
        ),
        migrations.CreateModel(
            "OpinionReply",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("adopted", models.BooleanField("adopted")),
                ("text", models.TextField("explanation", blank=True)),
                ("at", models.DateTimeField()),
                (
                    "decision",
                    models.OneToOneField("approvals.decision", models.PROTECT, related_name="reply"),
                ),
                (
                    "person",
                    models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, db_index=False, related_name="+"),
                ),
            ],
            options={"verbose_name": "reply to an opinion", "verbose_name_plural": "replies to opinions"},
        ),
    ]
