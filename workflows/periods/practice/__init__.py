"""Kỳ tập dượt: a month in which a ward practises, that counts nowhere and is wiped (docs/decisions/0083)."""
