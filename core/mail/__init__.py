"""Mail: a row in the database first, then sent by a job, once."""
