"""What people read: one catalogue, in English, Danish and Norwegian (bokmål)."""

from collabmodel.words.catalogue import LANGUAGES, Lang, has, keys, say
from collabmodel.words.visible import isolated, seen, visible

__all__ = ["LANGUAGES", "Lang", "has", "isolated", "keys", "say", "seen", "visible"]
