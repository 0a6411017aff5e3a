"""What a PDF file proves: read in a process of its own (`child`), held against register and trail (`verify`)."""
