"""Tells which brand goals a moment of truth serves: `python chains.py first-article-opens`."""

import sys

from connecting import client

answer = client().trace(moments=sys.argv[1:] or ["first-article-opens"]).trace
for row in answer.rows:
    print(row.moment.name)
    for link in row.links:
        told = ", ".join(f"{said.basis.value.lower()} by {said.source}" for said in link.evidence)
        print(f"  {link.relationship} {link.end.name} ({told})")
    # A strength can be null: nobody recorded one, or the chain is broken, and then `gap` says where.
    strength = row.strength or "not recorded"
    print(f"  {row.gap.value if row.gap else f'weakest link: {strength}'}")
basis = answer.rests_on
print(f"{basis.claims} claims: {basis.stated} stated, {basis.inferred} inferred, {basis.measured} measured")
