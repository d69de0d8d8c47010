"""Small PDFs set letter by letter where a test wants them."""

from __future__ import annotations


def pdf(pages):
    """Return a PDF whose pages show (x, y, size, bold, text) each in its place."""
    fonts = [
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica%s /Encoding /WinAnsiEncoding >>" % bold
        for bold in (b"", b"-Bold")
    ]
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", *fonts]
    kids = []
    for page in pages:
        shown = "".join(
            f"BT /F{int(bold)} {size} Tf {x} {y} Td ({text.replace('(', '[').replace(')', ']')}) Tj ET\n"
            for x, y, size, bold, text in page
        ).encode("cp1252")
        objects.append(b"<< /Length %d >>\nstream\n" % len(shown) + shown + b"\nendstream")
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 420 595] /Contents %d 0 R"
            b" /Resources << /Font << /F0 3 0 R /F1 4 0 R >> >> >>" % len(objects)
        )
        kids.append(len(objects))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(b"%d 0 R" % kid for kid in kids))
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % p for p in places)
    return out + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)


def wrapped(text, width):
    """Return the words of a text on lines of at most so many letters."""
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def flow(parts, *, width=60, height=40, left=40, furniture=lambda _: []):
    """Set (kind, text) down the page, a new page when it is full; kind is "p", "h" (larger) or "b" (bold)."""
    pages, y = [[]], 540
    for kind, text in parts:
        size = 15 if kind == "h" else 10
        y -= size
        for line in wrapped(text, width * 10 // size):
            if y < 540 - height * 12:
                pages.append([])
                y = 540
            pages[-1].append((left, y, size, kind != "p", line))
            y -= size * 1.2
    return pdf([[*page, *furniture(number)] for number, page in enumerate(pages, 1)])
