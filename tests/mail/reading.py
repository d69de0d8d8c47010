"""Reading a mail as strictly as any mail program may."""

from __future__ import annotations

from collections import Counter
from email import message_from_bytes, policy

LONGEST_LINE = 998  # octets; RFC 5322, section 2.1.1
ONCE = {"from", "to", "subject", "date", "message-id", "in-reply-to", "references", "list-unsubscribe", "list-id"}


def faults_of(message):
    """Say what is wrong with a mail on its way: too long lines, bare breaks, raw letters, broken or doubled headers.

    Args:
        message: a mail as the product makes it.
    """
    raw = message.as_bytes()
    lines = raw.split(b"\r\n")
    head, _, _ = raw.partition(b"\r\n\r\n")
    faults = []
    if max(map(len, lines)) > LONGEST_LINE:
        faults.append("a line is too long")
    if any(b"\r" in line or b"\n" in line or b"\0" in line for line in lines):
        faults.append("a line break or a zero byte stands alone")
    # only an address outside ASCII asks for the headers of RFC 6532; bodies are always encoded
    if not raw[len(head) :].isascii() or not (head.isascii() or message.policy.utf8):
        faults.append("letters are not encoded")
    read = message_from_bytes(raw, policy=policy.SMTPUTF8.clone(raise_on_defect=True))
    # the standard library finds fault with every address outside ASCII, be it one of RFC 6532
    judged = [(name, value) for name, value in read.items() if not (message.policy.utf8 and name == "To")]
    faults += [f"{name}: {value.defects}" for name, value in judged if getattr(value, "defects", ())]
    faults += [f"{part.get_content_type()}: {part.defects}" for part in read.walk() if part.defects]
    counts = Counter(name.lower() for name in read.keys())  # noqa: SIM118 - a message is no mapping
    faults += [f"{name} stands {count} times" for name, count in counts.items() if name in ONCE and count > 1]
    faults += [f"{part.get_content_type()} cannot be read" for part in read.iter_parts() if not part.get_content()]
    return faults
