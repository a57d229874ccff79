"""The pages in the browser, one file a page, thin: they show what the functions of ``review`` and others give."""

import os

# Gradio reads this when it is imported: nothing is to ask for a network.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
