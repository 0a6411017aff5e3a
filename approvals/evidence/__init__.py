"""What proves a document, on a page and on paper."""
