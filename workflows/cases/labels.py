"""What buttons say, by the code of the action: the glossary's words to the letter. Each room registers its own."""

from approvals.registry import Registry, Text

ACTIONS: Registry[Text] = Registry()
