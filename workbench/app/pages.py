"""The pages of the application, in the order of the header."""

from workbench.app import align, consistency, deliver, evaluation, glossary, projects, review

PAGES = (projects.PAGE, review.PAGE, deliver.PAGE, glossary.PAGE, consistency.PAGE, align.PAGE, evaluation.PAGE)
STYLES = ("base.css", "review.css", "sheets.css", "glossary.css")
