from django import forms

from workflows.cases.inputs.forms import ReasonForm


class RetractForm(ReasonForm):
    """Why a decision is taken back; `decision` is the id of the one that the page showed."""

    decision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean_decision(self) -> int:
        return self.cleaned_data["decision"] or 0
