"""The HTTP interface for other tools: translate, align, check; and LibreTranslate's, so that its clients work."""
