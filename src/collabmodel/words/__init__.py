"""What people read: one catalogue, in English, Danish and Norwegian (bokmål)."""

from collabmodel.words.catalogue import LANGUAGES, Counted, Lang, has, keys, say
from collabmodel.words.visible import isolated, seen, visible

__all__ = ["LANGUAGES", "Counted", "Lang", "has", "isolated", "keys", "say", "seen", "visible"]
