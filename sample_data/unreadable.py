"""Files that bear the name of a workbook and are something else."""

from __future__ import annotations

WEB_PAGE = """<html xmlns:x="urn:schemas-microsoft-com:office:excel">
<head><meta charset="utf-8"><title>Postes offerts</title></head>
<body><table border="1">
<tr><th>N° stage</th><th>Établissement</th><th>Service</th><th>Nombre de postes</th></tr>
<tr><td>42-URG-01</td><td>CHU de Saint-Étienne – Hôpital Nord</td><td>Urgences adultes</td><td>5</td></tr>
<tr><td>42-URG-04</td><td>Centre hospitalier Le Corbusier</td><td>Urgences adultes</td><td>4</td></tr>
</table></body></html>
"""


def pdf(text: str) -> bytes:
    """A one-page PDF that shows `text`, which must hold in Windows-1252."""
    page = b"BT /F1 18 Tf 60 760 Td (" + text.encode("cp1252") + b") Tj ET"
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(page), page),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    )
    body, starts = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        starts.append(len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    return body + _trailer(starts, len(body))


def _trailer(starts: list[int], position: int) -> bytes:
    """The table that says where each object starts, and where the table itself does."""
    size = len(starts) + 1
    entries = b"".join(b"%010d 00000 n \n" % start for start in starts)
    table = b"xref\n0 %d\n0000000000 65535 f \n%b" % (size, entries)
    return table + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, position)
