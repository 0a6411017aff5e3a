"""What pages of cases take in: fields, forms, texts that are tidied and compared, files."""
