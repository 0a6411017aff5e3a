from django.db import migrations, models

VERBS = [
    ("approve", "Approve"),
    ("opinion", "Give an opinion"),
    ("examine", "Examine"),
    ("number", "Number and issue"),
    ("inform", "Read for information"),
]


class Migration(migrations.Migration):
    """A step may examine what the next ones approve, number what is signed, or inform of what is issued."""

    dependencies = [
        ("approvals", "0009_verdict_of_an_examination"),
        ("workflows", "0024_conditions_of_something"),
    ]

    operations = [
        migrations.AlterField(
            model_name=model,
            name="verb",
            field=models.CharField(choices=VERBS, default="approve", max_length=8, verbose_name="what is asked"),
        )
        for model in ("step", "casestep")
    ]
