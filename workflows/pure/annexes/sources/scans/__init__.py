"""Annexes that are pictures: cells found by their ruled lines, words read by tesseract."""
