"""The pages of the application, in the order of the header."""

from workbench.app import review

PAGES = (review.PAGE,)
STYLES = ("base.css", "review.css")
