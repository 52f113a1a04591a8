"""Funnel and CRM: how far contacts get, through which channel, and why customers leave. Only counts are kept."""
