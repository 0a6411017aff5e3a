"""Forms clean what is typed and hold no rules."""

from .entries import EntriesForm
from .fields import NumberField
from .reviews import ReasonForm, ReturnForm, SeenForm, WordsForm

__all__ = ["EntriesForm", "NumberField", "ReasonForm", "ReturnForm", "SeenForm", "WordsForm"]
