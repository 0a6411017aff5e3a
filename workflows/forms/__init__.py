"""Forms clean what is typed and hold no rules."""

from .entries import EntriesForm
from .fields import NumberField, ProseField
from .reviews import ReasonForm, ReturnForm, SeenForm, WordsForm

__all__ = ["EntriesForm", "NumberField", "ProseField", "ReasonForm", "ReturnForm", "SeenForm", "WordsForm"]
