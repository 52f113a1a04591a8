"""Logs of what customers did, and what analytics tools count of it, as aggregates: no event and no customer is kept.

Each form of log is read into one table of DuckDB's (`log`), counted there (`counting`, `ways`, `funnels`), and what was
counted becomes entries (`becoming`). What is read already counted (`ga4`, `plausible`) becomes readings at once.
"""
