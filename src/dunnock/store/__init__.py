"""The only place with SQL: the database, its change log, and one file of queries a concern."""
