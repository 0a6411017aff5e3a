"""Signatures on PDF files: the person's on what was shown, then number, date and seal; nothing is rendered anew.

Two incremental revisions (PAdES, ETSI EN 319 142). The first certifies and lets nothing but filling in and signing
happen after it (DocMDP 2); the second fills the places left for number and date and signs for the organ. What a key
is, who may use it and what it refuses stands in `keys`; how a digest becomes a signature in `signers`.
"""
