"""Exchange of glossaries with other programs: one module a format, all behind ``base.Format``."""
