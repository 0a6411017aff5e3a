"""What is done with mappings."""

from django.utils.translation import gettext_lazy as _

from approvals.trail import words
from approvals.trail.words import Action

words.register(
    actions={
        "import_mapping": Action(
            _("Import the forms of others"), _("%(actor)s imported the forms that others ask for: %(subject)s")
        ),
    },
)
