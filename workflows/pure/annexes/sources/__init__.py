"""Tables out of Word, Excel and PDF files, and out of the clipboard."""
