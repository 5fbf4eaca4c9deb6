"""The strict converter between models and plain values: dictionaries, lists, texts, numbers.

cattrs by itself turns what it finds into what it needs: 5 into "5", "abc" into three letters. This
converter never does. A value is of the right type, or it is refused, and what is refused is
reported together.
"""

from __future__ import annotations

import cattrs

from collabmodel.document.objects import register_object_hooks
from collabmodel.document.strict import register_strict_hooks

__all__ = ["converter"]


def converter(*, strict: bool = False) -> cattrs.Converter:
    """A new converter that reads and writes models as plain values, without any coercion.

    An app adds its own types to it with the hooks of cattrs. Types without hooks of their own are
    read strictly too: members that they do not know are refused, and so is null. What is a default
    is not written.

    Args:
        strict: Whether members of our own types that this version does not know are refused, too.
            By default they are kept in `extra`.

    Returns:
        A converter whose `unstructure` gives what `to_json` writes, and whose `structure` raises
        cattrs' `BaseValidationError` with one error for each value that is refused.

    >>> from collabmodel import Count, Service
    >>> documents = converter()
    >>> documents.unstructure(Service("centres", size=4))
    {'id': 'centres', 'size': 4}
    >>> documents.structure({"min": 31}, Count)
    Count.at_least(31)
    """
    made = cattrs.Converter(forbid_extra_keys=True, omit_if_default=True)
    register_strict_hooks(made)
    register_object_hooks(made, strict=strict)
    return made
