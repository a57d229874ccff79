"""Run by alembic for each upgrade, on the connection that ``upgrade`` has opened."""

from alembic import context

from workbench.store.tables import Base

# Tables are changed by making them anew where SQLite cannot alter them.
context.configure(
    connection=context.config.attributes["connection"], target_metadata=Base.metadata, render_as_batch=True
)
context.run_migrations()
