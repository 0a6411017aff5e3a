"""Since when a person's password is one that a mailed link let somebody choose."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("units", "0003_names_on_one_line"),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="unvouched_since",
            field=models.DateTimeField(editable=False, null=True, verbose_name="password chosen by a mailed link"),
        ),
    ]
