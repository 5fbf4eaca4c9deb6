"""Forty names from outside that would break a page, a picture or a table that trusts them."""

__all__ = ["HOSTILE"]

HOSTILE = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)", '" onmouseover="alert(1)', "</text></svg><script>x</script>",
    "]]>", "<![CDATA[x]]>", "<!-- -->", "-->", "<!DOCTYPE x [<!ENTITY a 'b'>]>", "&amp;", "&a;",
    "&#0;", "&lt;script&gt;", "{{ 7*7 }}", "{% raw %}", "${7*7}", "%s %d {0} {name}",
    "javascript:alert(1)", "url(http://x.invalid/)", "ward\u202etxt.exe", "\u2066ward\u2069",
    "\u200fward", "a\x00b", "a\x01\x08\x0b\x0c\x0e\x1fb", "a\x7f\x85\x9fb", "a\nb\tc\r\nd",
    "\u2028\u2029", "\ufeff", "\ufffe\uffff", "\ue000", "\U0010ffff", "W" * 3000, "\u0627" * 300,
    "قسم الطوارئ", "מחלקה", "精神科病棟" * 30, "👩‍⚕️🏥" * 40, "e" + "\u0301" * 2000,
]  # fmt: skip
