"""What else a person may choose to get by mail: pages of rooms above, which the page of notices offers."""

from approvals.registry import Registry, Text

FURTHER: Registry[Text] = Registry()  # labels by the names of the pages
