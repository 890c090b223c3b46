"""Makes the Word templates of this folder with python-docx 1.2; LibreOffice 7.4 saves one of them anew:

    python make.py
    soffice --headless --convert-to docx:"MS Word 2007 XML" --outdir saved python-docx.docx
    mv saved/python-docx.docx libreoffice.docx

The files are kept as they came out, so that the tests read what these programs really write.
"""

import io
import struct
import zlib

from docx import Document
from docx.shared import Inches


def picture(width=60, height=36):
    """A grey PNG, the place of a chart."""

    def chunk(kind, data):
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    rows = b"".join(b"\0" + b"\xcc\xcc\xcc" * width for _ in range(height))
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return io.BytesIO(b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def split(paragraph, pieces, bold=()):
    """A text over several runs, as Word leaves it after edits and spelling."""
    for index, piece in enumerate(pieces):
        paragraph.add_run(piece).bold = index in bold


sheet = Document()
sheet.add_heading("{{program.name}}", 1)
sheet.add_paragraph("Figures as of {{as_of}} ({{status}})")
split(sheet.add_paragraph(), ["Since {{program", ".since}}: {{capital (claim ", "“arr", "ests”)}} arrests, ", "{{convictions}}", " convictions."], bold=(3,))
sheet.add_paragraph("{{#if (any \"cash\")}}")
split(sheet.add_paragraph(style="List Bullet"), ["Cash seized: ", "{{claim \"cash\"}}"], bold=(1,))
sheet.add_paragraph("{{else}}")
sheet.add_paragraph("No cash was seized.")
sheet.add_paragraph("{{/if}}")
sheet.add_paragraph("In one line: {{#if (any \"sentenced\")}}{{claim \"sentenced\"}} sentenced{{else}}nobody sentenced{{/if}}.")
sheet.add_heading("Results by district", 2)
table = sheet.add_table(rows=3, cols=3, style="Table Grid")
for cell, words in zip(table.rows[0].cells, ["District", "Arrests", "Convictions"]):
    cell.text = words
cells = table.rows[1].cells
cells[0].text = "{{#each (slices \"arrests\" \"district\")}}{{label}}"
cells[1].text = "{{value \"arrests\" district=code}}"
cells[2].text = "{{value \"convictions\" district=code}}{{/each}}"
for cell, words in zip(table.rows[2].cells, ["All districts", "{{value \"arrests\"}}", "{{value \"convictions\"}}"]):
    cell.text = words
sheet.add_heading("Convictions by year", 2)
shape = sheet.add_picture(picture(), width=Inches(4))
shape._inline.docPr.set("descr", "{{chart \"convictions\" by=\"year\"}}")
sheet.add_paragraph("A picture that stays:")
logo = sheet.add_picture(picture(20, 20), width=Inches(0.3))
logo._inline.docPr.set("descr", "A grey square")
sheet.sections[0].footer.paragraphs[0].text = "{{program.short}}, edition {{edition}}"
sheet.save("python-docx.docx")
