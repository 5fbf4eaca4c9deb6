"""What people read: one catalogue, in English, Danish and Norwegian (bokmål)."""

from collabmodel.words.catalogue import LANGUAGES, Lang, has, keys, say
from collabmodel.words.visible import visible

__all__ = ["LANGUAGES", "Lang", "has", "keys", "say", "visible"]
