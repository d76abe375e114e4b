"""The steps that brought the tables to where they are, one file each, run in order by Alembic."""
