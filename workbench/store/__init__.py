"""The review database: its tables, how it is opened and upgraded. What is done with it is in ``review``."""
