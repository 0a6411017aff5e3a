"""What every page and form goes through: middleware, pages of faults, fields, days, forms answered once."""
