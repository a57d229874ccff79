"""How consistently a translation uses terms, names and numbers: checks, scores and reports."""
