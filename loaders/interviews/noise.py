"""What web sites put around a text, and scraping keeps: menus, cookie texts, forms. It is no evidence of anything."""

import re
from itertools import groupby

_FEW = 4
"""So few words beside the noise, such as `Oops!`, belong to it."""
_SENTENCES = re.compile(r"(?<=[.!?])\s+")
_WHOLE = re.compile(
    r"(?:skip (?:nav|to \S+(?: \S+)?)|table of contents|contents|menu|search|home|related (?:articles?|content|posts?)"
    r"|sign ?up to our newsletter|subscribe(?: now)?|newsletter|cookie(?: info| policy| settings)?|privacy policy"
    r"|terms of (?:use|service)|share(?: this)?(?: article| post)?|leave a (?:comment|reply)|comments?|read more"
    r"|(?:previous|next) (?:article|post)|back to top|all rights reserved|advertisement|accept(?: all)?|log ?in"
    r"|file extensions and file formats)\W*",
    re.IGNORECASE,
)
_INSIDE = re.compile(
    r"\b(?:we|this (?:web)?site) uses? cookies|storing of cookies|cookie policy|accept all cookies"
    r"|save my name, email,? and website|notify me (?:of|when) new comments|your email address will not be published"
    r"|something went wrong while submitting the form|thank you! your submission has been received"
    r"|sign up (?:for|to) our newsletter|ready to see a personali[sz]ed demo|all rights reserved|enable javascript",
    re.IGNORECASE,
)


def without_noise(text: str) -> str:
    """A text without the sentences that are a menu's, a cookie text's or a form's; `[…]` stands where some were."""
    if _WHOLE.fullmatch(text.strip()):
        return ""
    if not _INSIDE.search(text):
        return text
    kept = ["" if _INSIDE.search(sentence) else sentence for sentence in _SENTENCES.split(text)]
    if sum(len(sentence.split()) for sentence in kept) < _FEW:
        return ""
    runs = groupby(kept, key=bool)
    return " ".join(" ".join(run) if said else "[…]" for said, run in runs)
