"""What people do with documents: projects, translation in the background, reviewing, delivering; over the store.

Plain functions that take a ``Desk`` (the store and what is loaded once) and the ``Person`` who asks, and give plain
data. The pages show it; nothing here knows of them.
"""
