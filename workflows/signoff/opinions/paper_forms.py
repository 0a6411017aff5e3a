"""What the clerk types of an opinion that was given on paper."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.models import Decision
from approvals.pages.days import DayField
from approvals.pages.fields import PrintedField
from units.models import Person
from workflows.models import CaseStep
from workflows.routes.underway import ballots

from .on_paper import WrittenOpinion

Asked = Mapping[CaseStep, Sequence[Person]]


class PaperOpinionForm(forms.Form):
    """Whose opinion it is and at which step, what the paper says, its day and its scan. `asked` are those who are asked
    now, by step.
    """

    seen = forms.RegexField(r"^[0-9a-f]{64}$", widget=forms.HiddenInput)
    member = forms.ChoiceField(label=_("Who gave it"), error_messages={"required": _("Choose who gave the opinion.")})
    given_on = DayField(label=_("Day on the paper"), error_messages={"required": _("Type the day on the paper.")})
    verdict = forms.ChoiceField(
        label=_("What the paper says"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of them: nothing was entered.")},
    )
    text = PrintedField(
        label=_("Remarks"),
        required=False,
        needed_at_times=True,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("As they stand on the paper. Needed unless they simply agree."),
    )
    scan = forms.FileField(
        label=_("Scan of the paper"),
        help_text=_("A PDF or a picture (PNG, JPEG), 20 MB at most."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
        error_messages={"required": _("Choose the scan.")},
    )

    def __init__(self, *args: Any, asked: Asked, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = {f"{step.pk}-{person.pk}": (step, person) for step, people in asked.items() for person in people}
        member: Any = self.fields["member"]
        member.choices = [("", "")] + [
            (value, f"{person} – {step.title}") for value, (step, person) in self.members.items()
        ]
        verdicts = dict.fromkeys(verdict for step in asked for verdict in ballots.verdicts_at(step))
        verdict: Any = self.fields["verdict"]
        verdict.choices = [(each.value, Decision.Verdict(each).label) for each in verdicts]

    @property
    def opinion(self) -> dict[str, Any]:
        """What `on_paper.opine_on_paper` takes, of a form that is valid."""
        given = self.cleaned_data
        step, member = self.members[given["member"]]
        values = {name: given[name] for name in ("verdict", "text", "given_on", "scan")}
        return {"seen": given["seen"], "paper": WrittenOpinion(member=member, asked=step.pk, **values)}
