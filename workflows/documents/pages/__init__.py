"""From a document's content to the lines, tables and columns of its pages."""
