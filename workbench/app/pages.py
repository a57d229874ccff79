"""The pages of the application, in the order of the header."""

from workbench.app import deliver, projects, review

PAGES = (projects.PAGE, review.PAGE, deliver.PAGE)
STYLES = ("base.css", "review.css", "sheets.css")
