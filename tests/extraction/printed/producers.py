# ruff: noqa: C901, PLC0415, PLR0915 - a program a function; few machines have them, so each is asked for where it is used
"""Makes printed.tar.xz: the policies as real programs print them, old and new.

No test needs these programs. Of Debian: chromium, wkhtmltopdf, libreoffice-writer-nogui, groff, ghostscript, texlive-latex-recommended,
lmodern, php-tcpdf, ruby-prawn; of Python: weasyprint, reportlab, fpdf2, typst, python-docx, xhtml2pdf.
usage: python -m tests.extraction.printed.producers
"""

from __future__ import annotations

import io
import json
import lzma
import os
import re
import shutil
import subprocess
import tarfile
from html import escape
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory

from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, StreamObject

from tests.extraction.printed import policies
from tests.extraction.printed.policies import html, is_from_right, language, marked, parts, running

ARCHIVE = Path(__file__).with_name("printed.tar.xz")
FONTS = "/usr/share/fonts/truetype/dejavu"
FACES = f"@font-face{{font-family:D;src:url({FONTS}/DejaVuSans.ttf)}} @font-face{{font-family:D;font-weight:bold;src:url({FONTS}/DejaVuSans-Bold.ttf)}}"


def run(*command, **more):
    return subprocess.run([str(it) for it in command], check=True, capture_output=True, timeout=120, **more).stdout


def browser(css, *flags):
    def make(name, new, path):
        with TemporaryDirectory() as folder:
            page = Path(folder, "p.html")
            page.write_text(html(name, new=new, css=css.replace("TITLE", running(name))), encoding="utf-8")
            run(
                "chromium",
                "--headless=new",
                "--no-sandbox",
                f"--user-data-dir={folder}/u",
                *flags,
                f"--print-to-pdf={path}",
                page.as_uri(),
            )

    return make


def weasy(css, *, floating):
    def make(name, new, path):
        from weasyprint import HTML

        HTML(string=html(name, new=new, css=css.replace("TITLE", running(name)), floating=floating)).write_pdf(path)

    return make


def wkhtml(name, new, path):
    css = "body{font:11pt/1.4 'DejaVu Sans'} table{border-collapse:collapse} .note{font-size:8pt}"
    with TemporaryDirectory() as folder:
        page = Path(folder, "p.html")
        page.write_text(html(name, new=new, css=css), encoding="utf-8")
        run(
            "wkhtmltopdf",
            "-q",
            "-s",
            "A5",
            page,
            path,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_RUNTIME_DIR": folder},
        )


def converted(source, path):
    with TemporaryDirectory() as folder:
        run(
            "soffice",
            f"-env:UserInstallation=file://{folder}/u",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            folder,
            source,
        )
        shutil.copy(Path(folder, source.stem).with_suffix(".pdf"), path)


def office_html(name, new, path):
    css = "@page{size:A5;margin:15mm} body{font-family:'DejaVu Sans';font-size:10pt} .note{font-size:8pt}"
    with TemporaryDirectory() as folder:
        page = Path(folder, "p.html")
        page.write_text(html(name, new=new, css=css), encoding="utf-8")
        converted(page, path)


def office_docx(name, new, path):
    from docx import Document
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(148), Mm(210)
    section.left_margin = section.right_margin = Mm(20)
    for style in ("Normal", "Heading 1", "Heading 2", "List Bullet", "List Number"):
        fonts = document.styles[style].element.get_or_add_rPr().get_or_add_rFonts()
        for script in ("w:ascii", "w:hAnsi", "w:cs"):
            fonts.set(qn(script), "DejaVu Sans")
    document.styles["Normal"].font.size = Pt(10)
    size = OxmlElement("w:szCs")
    size.set(qn("w:val"), "20")
    document.styles["Normal"].element.rPr.append(size)
    section.header.paragraphs[0].text = running(name)
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    section.footer.paragraphs[0]._p.append(field)

    def turned(paragraph):
        if is_from_right(name):
            paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
            for it in paragraph.runs:
                it._r.get_or_add_rPr().append(OxmlElement("w:rtl"))
                if it.bold:
                    it._r.rPr.append(OxmlElement("w:bCs"))

    def add(text, style=None, points=None):
        paragraph = document.add_paragraph(style=style)
        for at, piece in enumerate(re.split(r"(?:\*\*|\[(?=\d\])|(?<=\[\d)\])", text)):
            word = paragraph.add_run(piece)
            word.font.superscript = True if re.fullmatch(r"\d", piece) else None
            word.bold = True if at % 2 and not word.font.superscript else None
            word.font.size = Pt(points) if points else None
        turned(paragraph)
        return paragraph

    table = None
    for kind, value in parts(name, new=new):
        if kind == "row":
            bold = table is None
            if table is None:
                table = document.add_table(rows=0, cols=len(value), style="Table Grid")
                if is_from_right(name):
                    table._tbl.tblPr.append(OxmlElement("w:bidiVisual"))
            for cell, text in zip(table.add_row().cells, value, strict=True):
                cell.text = text
                cell.paragraphs[0].runs[0].bold = bold or None
                turned(cell.paragraphs[0])
            continue
        if table is not None:
            document.add_paragraph()
            table = None
        if kind == "address":
            add("\n".join(value))
        elif kind == "note":
            add(f"[{value[0]}] {value[1]}", points=8)
        elif kind != "running":
            style = {
                "title": "Heading 1",
                "heading": "Heading 2",
                "item": "List Bullet",
                "numbered": "List Number",
            }.get(kind)
            add(value[1] if kind == "numbered" else value, style)
    with TemporaryDirectory() as folder:
        source = Path(folder, "p.docx")
        document.save(source)
        converted(source, path)


def groff(name, new, path):
    found = parts(name, new=new)
    notes = dict(value for kind, value in found if kind == "note")
    lines = [
        ".nr PS 10",
        ".nr VS 12.5",
        ".nr LL 11c",
        ".nr PO 3c",
        ".pl 16c",
        f".ds LH {running(name)}",
        ".ds CH",
        ".ds CF - % -",
    ]
    for before, (kind, value) in zip([("", ""), *found], found, strict=False):
        if before[0] == "row" and kind != "row":
            lines.append(".TE")
        if kind == "title":
            lines += [".TL", value]
        elif kind == "heading":
            lines += [".SH", value]
        elif kind == "paragraph":
            lines += [".LP", marked(value, bold=r"\fB{}\fP", sign=r"\*{{{}\*}}")]
            lines += [line for sign in re.findall(r"\[(\d)\]", value) for line in (f".FS {sign}", notes[sign], ".FE")]
        elif kind in {"item", "numbered"}:
            lines += [r".IP \(bu 2", value] if kind == "item" else [f".IP {value[0]}. 3", value[1]]
        elif kind == "address":
            lines += [".LP", *(part for line in value for part in (line, ".br"))]
        elif kind == "row" and before[0] != "row":
            lines += [".TS", "allbox tab(|);", "lB lB lB", "l l l.", "|".join(value)]
        elif kind == "row":
            lines.append("|".join(f"T{{\n{cell}\nT}}" for cell in value))
    source = ("\n".join(lines) + "\n").encode()
    Path(path).write_bytes(
        run("groff", "-Kutf8", "-t", "-ms", "-Tpdf", input=source, env={**os.environ, "LC_ALL": "C.UTF-8"})
    )


def latex(options, margin):
    def make(name, new, path):
        def safe(text):
            return re.sub(r"([&%$#_{}])", r"\\\1", text).replace("§", r"\S{}").replace("’", "'").replace("–", "--")

        found = parts(name, new=new)
        notes = dict(value for kind, value in found if kind == "note")
        lines = [
            rf"\documentclass[{options}]{{article}}\usepackage[T1]{{fontenc}}\usepackage[utf8]{{inputenc}}\usepackage{{lmodern}}",
            rf"\usepackage[margin={margin},headheight=14pt]{{geometry}}\usepackage{{fancyhdr}}\pagestyle{{fancy}}\fancyhf{{}}",
            rf"\lhead{{\small {safe(running(name))}}}\cfoot{{\thepage}}\begin{{document}}",
        ]
        ends = {"item": r"\end{itemize}", "numbered": r"\end{enumerate}", "row": r"\end{tabular}}" + "\n"}
        begins = {
            "item": r"\begin{itemize}",
            "numbered": r"\begin{enumerate}",
            "row": r"\noindent{\footnotesize\begin{tabular}{|p{.3\linewidth}|p{.28\linewidth}|p{.26\linewidth}|}\hline",
        }
        before = ""
        for kind, value in found:
            if kind != before:
                lines += [*filter(None, [ends.get(before)]), *filter(None, [begins.get(kind)])]
            if kind in {"title", "heading"}:
                large = r"\LARGE " if kind == "title" else ""
                lines.append(rf"\section*{{{large}{safe(value)}}}")
            elif kind == "paragraph":
                text = marked(safe(value), bold=r"\textbf{{{}}}")
                lines.append(re.sub(r"<sup>(\d)</sup>", lambda it: rf"\footnote{{{safe(notes[it[1]])}}}", text) + "\n")
            elif kind in {"item", "numbered"}:
                lines.append(rf"\item {safe(value[1] if kind == 'numbered' else value)}")
            elif kind == "address":
                lines.append(r"\noindent " + "\\\\\n".join(map(safe, value)) + "\n")
            elif kind == "row":
                weight = r"\textbf{{{}}}" if before != "row" else "{}"
                lines.append(" & ".join(weight.format(safe(cell)) for cell in value) + r"\\\hline")
            before = kind
        with TemporaryDirectory() as folder:
            Path(folder, "p.tex").write_text("\n".join([*lines, r"\end{document}"]), encoding="utf-8")
            run("pdflatex", "-interaction=nonstopmode", "-halt-on-error", "p.tex", cwd=folder)
            shutil.copy(Path(folder, "p.pdf"), path)

    return make


def typst(setup):
    def make(name, new, path):
        import typst as compiler

        def safe(text):
            return re.sub(r"([#$_@<\\`/\[\]~])", r"\\\1", text)

        found = parts(name, new=new)
        notes = dict(value for kind, value in found if kind == "note")
        lines, rows = [setup.replace("TITLE", safe(running(name))).replace("LANG", language(name))], []
        for kind, value in [*found, ("", "")]:
            if rows and kind != "row":
                head, *rest = rows
                heads = ",".join(f"[*{safe(cell)}*]" for cell in head)
                cells = ",".join(f"[{safe(cell)}]" for row in rest for cell in row)
                lines.append(f"\n#table(columns: (2fr,2fr,2fr), table.header({heads}),{cells})\n")
                rows = []
            if kind == "row":
                rows.append(value)
            elif kind in {"title", "heading"}:
                lines.append(f"#heading(level: {1 if kind == 'title' else 2})[{safe(value)}]\n")
            elif kind == "paragraph":
                text = re.sub(r"\\\[(\d)\\\]", lambda it: f"#footnote[{safe(notes[it[1]])}]", safe(value))
                lines.append(re.sub(r"\*\*(.+?)\*\*", r"#strong[\1]", text) + "\n")
            elif kind in {"item", "numbered"}:
                lines.append(f"- {safe(value)}" if kind == "item" else f"{value[0]}. {safe(value[1])}")
            elif kind == "address":
                joined = " \\\n".join(map(safe, value))
                lines.append(f"\n#par(justify: false)[{joined}]\n")
        with TemporaryDirectory() as folder:
            Path(folder, "p.typ").write_text("\n".join(lines), encoding="utf-8")
            compiler.compile(str(Path(folder, "p.typ")), output=str(path), font_paths=[FONTS])

    return make


def reportlab(name, new, path):
    from reportlab.lib.pagesizes import A5
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

    for face, file in (("D", "DejaVuSans.ttf"), ("DB", "DejaVuSans-Bold.ttf")):
        pdfmetrics.registerFont(TTFont(face, f"{FONTS}/{file}"))
    pdfmetrics.registerFontFamily("D", normal="D", bold="DB", italic="D", boldItalic="DB")
    text = ParagraphStyle("text", fontName="D", fontSize=9, leading=12.5, spaceAfter=6, alignment=4)
    left = ParagraphStyle("left", text, alignment=0)
    styles = {
        "title": ParagraphStyle("title", left, fontName="DB", fontSize=15, leading=19),
        "heading": ParagraphStyle("heading", left, fontName="DB", fontSize=11, spaceBefore=6),
        "item": ParagraphStyle("item", text, leftIndent=14, spaceAfter=2),
        "note": ParagraphStyle("note", left, fontSize=7, leading=9),
    }
    found, rows = [], []
    for kind, value in [*parts(name, new=new), ("", "")]:
        if rows and kind != "row":
            cells = [
                [Paragraph(marked(escape(f"**{it}**" if row is rows[0] else it)), left) for it in row] for row in rows
            ]
            found += [Table(cells, style=TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "#888888")])), Spacer(1, 8)]
            rows = []
        if kind == "row":
            rows.append(value)
        elif kind in {"item", "numbered"}:
            mark, words = ("•", value) if kind == "item" else (f"{value[0]}.", value[1])
            found.append(Paragraph(escape(words), styles["item"], bulletText=mark))
        elif kind == "address":
            found.append(Paragraph("<br/>".join(map(escape, value)), left))
        elif kind == "note":
            found.append(Paragraph(f"<super>{value[0]}</super> {escape(value[1])}", styles["note"]))
        elif kind not in {"running", ""}:
            found.append(
                Paragraph(marked(escape(value, quote=False), sign="<super>{}</super>"), styles.get(kind, text))
            )

    def frame(canvas, document):
        canvas.setFont("D", 7)
        canvas.drawString(40, 570, running(name))
        canvas.drawRightString(380, 20, str(document.page))

    SimpleDocTemplate(str(path), pagesize=A5, leftMargin=40, rightMargin=40, topMargin=45, bottomMargin=45).build(
        found, onFirstPage=frame, onLaterPages=frame
    )


def fpdf2(name, new, path):
    from fpdf import FPDF

    class Printed(FPDF):
        def header(self):
            self.set_font("D", size=7)
            self.cell(0, 5, running(name))
            self.ln(10)

        def footer(self):
            self.set_y(-12)
            self.set_font("D", size=7)
            self.cell(0, 5, f"{self.page_no()}/{{nb}}", align="C")

    page = Printed(format="A5")
    page.add_font("D", fname=f"{FONTS}/DejaVuSans.ttf")
    page.add_font("D", "B", f"{FONTS}/DejaVuSans-Bold.ttf")
    page.add_page()

    def put(text, size=9.5, style="", align="L", after=3, high=5):
        page.set_font("D", style, size)
        page.multi_cell(0, high, text, align=align, markdown=True, new_x="LMARGIN", new_y="NEXT")
        page.ln(after)

    rows = []
    for kind, value in [*parts(name, new=new), ("", "")]:
        if rows and kind != "row":
            page.set_font("D", "", 9.5)
            with page.table(text_align="L") as table:
                for row in rows:
                    table.row(row)
            page.ln(4)
            rows = []
        if kind == "row":
            rows.append(value)
        elif kind in {"title", "heading"}:
            put(value, 15 if kind == "title" else 11, "B", high=7)
        elif kind == "paragraph":
            put(marked(value, bold="**{}**", sign="{}"), align="J")
        elif kind in {"item", "numbered"}:
            page.set_font("D", "", 9.5)
            page.cell(7, 5, "•" if kind == "item" else f"{value[0]}.")
            put(value if kind == "item" else value[1], after=1)
        elif kind == "address":
            put("\n".join(value))
        elif kind == "note":
            put(" ".join(value), 7, high=4)
    page.output(str(path))


TCPDF = r"""<?php require_once("tcpdf/tcpdf.php");
class P extends TCPDF {
public function Header(){$this->SetFont("dejavusans","",7);$this->Cell(0,8,$GLOBALS["t"]);}
public function Footer(){$this->SetY(-12);$this->SetFont("dejavusans","",7);$this->Cell(0,8,"Page ".$this->getAliasNumPage()."/".$this->getAliasNbPages(),0,0,"C");} }
$t=$argv[3];$p=new P("P","mm","A5");$p->SetMargins(16,20,16);$p->SetAutoPageBreak(true,18);$p->AddPage();
if($argv[4]=="1")$p->setRTL(true);$p->SetFont("dejavusans","",9);
$p->writeHTML(file_get_contents($argv[1]),true,false,true,false,$argv[4]=="1"?"R":"J");$p->Output($argv[2],"F");"""


def tcpdf(name, new, path):
    page = html(name, new=new).partition("<body>")[2].partition("</body>")[0]
    page = page.replace("<th>", "<th><b>").replace("</th>", "</b></th>")
    with TemporaryDirectory() as folder:
        Path(folder, "p.html").write_text(page, encoding="utf-8")
        Path(folder, "p.php").write_text(TCPDF, encoding="utf-8")
        run(
            "php",
            "-d",
            "error_reporting=0",
            f"{folder}/p.php",
            f"{folder}/p.html",
            path,
            running(name),
            int(is_from_right(name)),
        )


PRAWN = r"""require "prawn"; require "json"
d = "/usr/share/fonts/truetype/dejavu/"
Prawn::Document.generate(ARGV[1], page_size: "A5", margin: 50) do
  font_families.update("D" => {normal: d+"DejaVuSans.ttf", bold: d+"DejaVuSans-Bold.ttf"}); font "D", size: 9
  last = nil
  JSON.parse(File.read(ARGV[0])).each do |k, v|
    case k
    when "title" then text v, size: 15, style: :bold; move_down 8
    when "heading" then move_down 4; text v, size: 11, style: :bold; move_down 4
    when "paragraph" then text v.gsub(/\*\*(.+?)\*\*/, '<b>\1</b>').gsub(/\[(\d)\]/, '<sup>\1</sup>'), inline_format: true, align: :justify; move_down 6
    when "item" then float { text "•" }; indent(12) { text v }; move_down 3
    when "numbered" then float { text "#{v[0]}." }; indent(14) { text v[1] }; move_down 3
    when "address" then text v.join("\n"); move_down 6
    when "row"
      start_new_page if cursor < 60
      y0 = cursor; low = cursor
      v.each_with_index { |c, j| bounding_box([j * bounds.width / 3.0, y0], width: bounds.width / 3.0 - 8) { text c, style: (last == "row" ? :normal : :bold) }; low = [low, cursor].min }
      move_cursor_to low - 6
    when "note" then text "<sup>#{v[0]}</sup> #{v[1]}", inline_format: true, size: 7
    end
    last = k
  end
  number_pages "<page>", at: [bounds.right - 50, -15], align: :right, size: 8
end"""


def prawn(name, new, path):
    with TemporaryDirectory() as folder:
        Path(folder, "p.json").write_text(json.dumps(parts(name, new=new)), encoding="utf-8")
        Path(folder, "p.rb").write_text(PRAWN, encoding="utf-8")
        run("ruby", f"{folder}/p.rb", f"{folder}/p.json", path)


def xhtml2pdf(name, new, path):
    from xhtml2pdf import pisa

    css = f"@page{{size:a5;margin:2cm}} {FACES} body{{font-family:D;font-size:9pt}} .note{{font-size:7pt}}"
    page = html(name, new=new, css=css).replace("<th>", "<th><b>").replace("</th>", "</b></th>")
    with Path(path).open("wb") as file:
        pisa.CreatePDF(page, dest=file)


PRODUCERS = {
    "chromium": browser(
        "@page{size:A5;margin:18mm} body{font:10.5pt/1.4 'DejaVu Sans'} table{border-collapse:collapse} .note{font-size:8pt}",
        "--no-pdf-header-footer",
    ),
    "chromium docs": browser(
        "@page{size:Letter;margin:30mm 40mm;@top-left{content:'TITLE';font:8pt 'DejaVu Sans'}} body{font:11pt/1.15 'DejaVu Sans'}"
        " p{margin:0 0 8pt} td,th{padding:5pt;vertical-align:top} .note{font-size:8pt}",
        "--no-pdf-header-footer",
    ),
    "weasyprint": weasy(
        "@page{size:A5;margin:20mm 16mm;@top-left{content:'TITLE';font-size:7pt}@bottom-center{content:counter(page) ' / ' counter(pages);"
        "font-size:8pt}} .note{float:footnote;font-size:7pt} .note::footnote-marker{content:counter(footnote) ' '}"
        " body{font:9.5pt/1.35 'DejaVu Serif';text-align:justify;hyphens:auto} table{border-collapse:collapse}",
        floating=True,
    ),
    "weasyprint columns": weasy(
        "@page{size:180mm 190mm;margin:20mm;@bottom-right{content:counter(page);font-size:8pt}} .note{font-size:7pt} h1{column-span:all}"
        " body{font:9pt/1.35 'DejaVu Sans';columns:2;column-gap:9mm;text-align:justify;hyphens:auto}"
        " table{border-collapse:collapse;width:100%} table,td,th{border:.5pt solid #444}",
        floating=False,
    ),
    "wkhtmltopdf": wkhtml,
    "libreoffice": office_docx,
    "libreoffice page": office_html,
    "groff": groff,
    "latex": latex("a5paper,10pt", "2cm"),
    "latex columns": latex("a4paper,12pt,twocolumn", "3.4cm"),
    "typst": typst(
        '#set page(paper: "a5", margin: 1.8cm, header: text(7pt)[TITLE #h(1fr) #context counter(page).display()])\n'
        '#set text(lang: "LANG", size: 9.5pt, font: "DejaVu Sans")\n#set par(justify: true)\n#show heading: set block(above: 1.4em, below: 1em)\n'
    ),
    "typst columns": typst(
        '#set page(width: 17cm, height: 17cm, margin: 2cm, columns: 2, numbering: "1")\n#set text(lang: "LANG", size: 9pt, font: "Libertinus Serif")\n'
        "#set par(justify: true)\n#show heading: set block(above: 1.4em, below: 1em)\n#set table(stroke: none)\n"
    ),
    "reportlab": reportlab,
    "fpdf2": fpdf2,
    "tcpdf": tcpdf,
    "prawn": prawn,
    "xhtml2pdf": xhtml2pdf,
}
EACH = 5  # programs that print one policy; all of them would be too much to keep
ANY_SCRIPT = ("chromium", "libreoffice", "tcpdf")
WIDE = (
    "latex columns",
    "typst columns",
    "weasyprint columns",
)  # columns too narrow for some of the words of German and Czech


def chosen():
    """Yield (policy, producer): each producer prints several, each policy is printed by several."""
    turn = cycle(PRODUCERS)
    for name in policies.NAMES:
        if is_from_right(name):
            yield from ((name, producer) for producer in ANY_SCRIPT)
            continue
        fitting = (
            it
            for it in turn
            if not (it in WIDE and language(name) in {"cs", "de", "fr", "pl"})
            and not (it in {"groff", "xhtml2pdf"} and language(name) in {"cs", "pl"})
        )
        yield from ((name, producer) for producer in islice(fitting, EACH))


def unpacked(path):
    """Return a PDF with its streams unpacked: what several have in common is then kept once."""
    writer = PdfWriter(clone_from=PdfReader(path))
    for at, found in enumerate(writer._objects):
        if isinstance(found, StreamObject) and "/Filter" in found and found.get("/Subtype") != "/Image":
            plain = DecodedStreamObject()
            plain.update(
                {key: value for key, value in found.items() if key not in {"/Filter", "/DecodeParms", "/Length"}}
            )
            plain.set_data(found.get_data())
            writer._objects[at] = plain
    body = io.BytesIO()
    writer.write(body)
    return body.getvalue()


def main():
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive, TemporaryDirectory() as folder:
        for name, producer in sorted(chosen(), key=lambda it: it[1]):
            for version in ("old", "new"):
                path = Path(folder, "x.pdf")
                PRODUCERS[producer](name, version == "new", path)
                body = unpacked(path)
                entry = tarfile.TarInfo(f"{name}/{producer}/{version}.pdf")
                entry.size = len(body)
                archive.addfile(entry, io.BytesIO(body))
    filters = [{"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "dict_size": 64 * 2**20}]
    ARCHIVE.write_bytes(lzma.compress(packed.getvalue(), filters=filters))


if __name__ == "__main__":
    main()
