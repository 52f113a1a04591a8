"""Exports of products in which teams keep what they know of their customers."""
