"""Interviews: transcripts, notes and texts, each a source with quotes; and the tables in which quotes are coded."""
