from __future__ import annotations

import pytest

from monitor.core.errors import InvalidInputError
from monitor.core.recipients import check_reachable, check_recipient, masked


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (" Ada@Reader.Example ", "Ada@reader.example"),
        ("HTTPS://Hooks.Example/A/b?C=d", "https://hooks.example/A/b?C=d"),
        ("http://hooks.example:8080", "http://hooks.example:8080/"),
        ("https://hooks.example?x=1", "https://hooks.example/?x=1"),
        ("Apprise:NTFY://Topic", "apprise:ntfy://Topic"),
        ("apprise:slack://TokenA/TokenB/TokenC/#channel", "apprise:slack://TokenA/TokenB/TokenC/#channel"),
        ("HOOK", "hook"),
        ("https://192.0.2.7:8443/in", "https://192.0.2.7:8443/in"),
        ("https://[2001:DB8::7]/in", "https://[2001:db8::7]/in"),
        ("http://chat_bot/in%20box", "http://chat_bot/in%20box"),
    ],
)
def test_addresses_have_one_form(text, address):
    """An address is kept as it is but for what makes no difference: white space around it, the case of scheme and host."""
    assert check_recipient(text) == address
    assert check_recipient(address) == address


@pytest.mark.parametrize(
    "text",
    [
        "", "ada", "hooks", "ftp://hooks.example/", "https://", "https:///x", "https://user:pass@hooks.example/",
        "https://hooks.example:99999/", "https://hooks.example/#part", "https://hooks.example/a b", "https://a.example/;b",
        "https://a.example/x,y", "https://bücher.example/", "https://a.example\\@b.example/", "apprise:", "apprise:ntfy",
        "apprise:ntfy://", "apprise:a b://c", f"https://a.example/{'x' * 1000}", "https://a.example/\n",
        "https://a.example/\x00x", "https://-a.example/", "https://a-/", "https://a..example/", "https://.example/",
        "https://a.example:/x", "https://a.example:0/", "https://999.1.1.1/", "https://1.2.3/", "https://0x7f.1/",
        f"https://{'a' * 64}.example/", "https://a.example/%zz", "https://a.example/50%", "tgram://token/chat", "hook:x",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused(text):
    """What can be handed nothing, or would be read in two ways, is refused, and no password in it is repeated."""
    if text == "https://a.example/\n":
        assert check_recipient(text) == "https://a.example/"
        return
    with pytest.raises(InvalidInputError) as refused:
        check_recipient(text)
    assert "pass" not in str(refused.value).replace("a password", "")


def test_secrets_are_not_shown():
    """Of what may be a secret nothing is shown, and yet two addresses are told apart."""
    one, other = "apprise:slack://T1/B2/s3cr3t", "apprise:slack://T1/B2/0th3r"
    assert masked(one).startswith("apprise:slack://…")
    assert masked(one) != masked(other)
    hook = masked("https://hooks.example/in?key=s3cr3t")
    assert hook.startswith("https://hooks.example/in…")
    assert "s3cr3t" not in masked(one) + hook
    assert masked("ada@reader.example") == "ada@reader.example"
    assert masked("https://hooks.example/in") == "https://hooks.example/in"


def test_a_hook_at_a_private_address_is_refused():
    """An address that will never be connected to is refused at once; a name is judged when it is looked up."""
    with pytest.raises(InvalidInputError, match="allow_networks"):
        check_reachable("http://192.168.1.5/hook", ())
    check_reachable("http://intern.example/hook", ())
    check_reachable("ada@reader.example", ())
