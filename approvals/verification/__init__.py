"""What a PDF file proves: read in a process of its own (`child`), held against register and trail (`verify`)."""

LARGEST = 50 * 1024 * 1024  # bytes of a file that strangers may send; a document of 60 pages has less than one million
