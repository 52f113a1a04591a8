"""Who may ask: identities, the credentials that prove them, and what lets requests pass.

Nothing here imports the web framework, so that the command can manage tokens without it.
"""
