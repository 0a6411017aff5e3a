"""For which head of unit a deputy signs by order (TL., KT.)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("units", "0004_passwords_chosen_by_mail"),
    ]

    operations = [
        migrations.AddField(
            model_name="membership",
            name="through",
            field=models.CharField(blank=True, max_length=150, verbose_name="deputises for"),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(("through", ""), ("authority", "by_order"), _connector="OR"),
                name="membership_deputises_by_order",
            ),
        ),
    ]
