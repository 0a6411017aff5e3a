from django.db import migrations


class Migration(migrations.Migration):
    """A dispatch is sent once its channel says so, whatever the channel: a folder in which it is written is one."""

    dependencies = [("approvals", "0013_search")]

    operations = [migrations.RenameField("dispatch", "written_at", "sent_at")]
