from django.conf import settings
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """The figure of a field keeps the values that it was made from, and may be given by hand for a reason."""

    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL), ("workflows", "0047_practice")]

    operations = [
        migrations.AddField("fieldfigure", "sources", models.JSONField(default=list)),
        migrations.AddField("fieldfigure", "computed", models.JSONField(null=True)),
        migrations.AddField(
            "fieldfigure",
            "reason",
            models.CharField("reason", max_length=500, blank=True, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            "fieldfigure",
            "overridden_by",
            models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, db_index=False, null=True, related_name="+"),
        ),
        migrations.AddField("fieldfigure", "overridden_at", models.DateTimeField(null=True)),
        migrations.AddConstraint(
            "fieldfigure",
            models.CheckConstraint(
                condition=Q(overridden_at=None, reason="") | Q(overridden_at__isnull=False) & ~Q(reason=""),
                name="field_figure_overridden_for_a_reason",
            ),
        ),
    ]
