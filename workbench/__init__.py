"""A workbench for translating Dutch diplomatic and government reports into English with a glossary."""

__version__ = "0.1.0"
