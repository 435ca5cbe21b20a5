"""Numbers for a scanner, as drawings (SVG)."""

import re


def square(text: str) -> str:
    """A QR code (ISO/IEC 18004); empty for no text."""
    if not text:
        return ""
    import segno  # 4 MiB that most processes never need

    drawn = segno.make(text, error="m", micro=False)
    return str(drawn.svg_inline(border=0, omitsize=True, svgclass=None, lineclass=None))


def bars(text: str) -> str:
    """A Code 128 (ISO/IEC 15417); empty for what it cannot say: it knows ASCII only."""
    if not re.fullmatch(r"[\x20-\x7e]{1,48}", text):
        return ""
    import zxingcpp  # a C++ library that only printing needs

    drawn = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.Code128)
    return str(drawn.to_svg(add_hrt=False, add_quiet_zones=True))
