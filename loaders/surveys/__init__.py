"""Survey tools: what their exports look like, and what can be found out of the questions that were asked.

`tools` knows the exports by their heads, `profile` looks at the answers, `questions` says of which sort a question is,
and `form` writes all of it as a mapping (docs/mapping.md), by which the table is read.
"""
