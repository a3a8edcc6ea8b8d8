"""Changes of the schema, one module each under `versions`, run by Alembic."""
