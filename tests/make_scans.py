"""Makes scans of born-digital PDFs: pages as pictures, a little askew, with noise, and with stamps in red.

What a scanner does is drawn from a generator with a fixed seed, so that the same file gives the same scan.
"""

from __future__ import annotations

import dataclasses
import io
import time
from pathlib import Path

import numpy as np
import pypdfium2
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

FONTS = Path(__file__).parent / "fonts"
_PAPER = (246, 245, 240)
_RED = (205, 45, 60)
# Degrees by which pages lie askew, one after the other.
SKEWS = (0.4, -0.7, 1.1, -0.3, 0.8, -1.2)
# Pillow writes the time into a PDF unless it is given one.
_ONCE = time.gmtime(0)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Scanner:
    """How a scanner sees a page: ``noise`` in grey levels, ``specks`` a square inch, ``blur`` in 1/100 inch."""

    dpi: int = 300
    skews: tuple[float, ...] = SKEWS
    noise: float = 7.0
    specks: float = 3.0
    blur: float = 0.25
    stamps: bool = True
    colour: bool = True
    quality: int = 70
    seed: int = 7


CLEAN = Scanner(skews=(0.0,), noise=0.0, specks=0.0, blur=0.0, stamps=False)


def to_scan(pdf: bytes, scanner: Scanner | None = None, *, pages: tuple[int, ...] | None = None) -> bytes:
    """A PDF of pictures of the pages of another; ``pages`` (from 1) leaves out the others."""
    scanner = scanner or Scanner()
    images = scan_pages(pdf, scanner, pages=pages)
    out = io.BytesIO()
    images[0].save(
        out,
        format="PDF",
        save_all=True,
        append_images=images[1:],
        resolution=float(scanner.dpi),
        quality=scanner.quality,
        creationDate=_ONCE,
        modDate=_ONCE,
    )
    return out.getvalue()


def scan_pages(pdf: bytes, scanner: Scanner, *, pages: tuple[int, ...] | None = None) -> list[Image.Image]:
    """The pictures that a scanner makes of the pages."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        last = len(document)
        chosen = pages or tuple(range(1, last + 1))
        return [_scanned(document[number - 1], number, last, scanner) for number in chosen]
    finally:
        document.close()


def _scanned(page: pypdfium2.PdfPage, number: int, last: int, scanner: Scanner) -> Image.Image:
    image = page.render(scale=scanner.dpi / 72).to_pil().convert("RGB")
    if scanner.noise:
        image = ImageChops.multiply(image, Image.new("RGB", image.size, _PAPER))
    if scanner.stamps and number == 1:
        image = _stamped(image, _incoming(scanner.dpi), (0.10, 0.105), scanner.dpi)
    if scanner.stamps and number == last:
        image = _stamped(image, _round(scanner.dpi), (0.46, 0.30), scanner.dpi)
    skew = scanner.skews[(number - 1) % len(scanner.skews)]
    if skew:
        image = image.rotate(skew, resample=Image.Resampling.BICUBIC, fillcolor=_PAPER)
    if scanner.blur:
        image = image.filter(ImageFilter.GaussianBlur(scanner.blur * scanner.dpi / 100))
    grains = np.random.default_rng(scanner.seed + number)
    pixels = np.asarray(image).astype(np.float32)
    if scanner.noise:
        pixels += grains.normal(0, scanner.noise, pixels.shape[:2])[..., None]
    specks = int(scanner.specks * image.width * image.height / scanner.dpi**2)
    size = max(1, scanner.dpi // 150)
    for y, x in zip(
        grains.integers(0, image.height - size, specks), grains.integers(0, image.width - size, specks), strict=True
    ):
        pixels[y : y + size, x : x + size] = 60
    seen = Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
    return seen if scanner.colour else seen.convert("L")


def _stamped(image: Image.Image, stamp: Image.Image, place: tuple[float, float], dpi: int) -> Image.Image:
    """The picture with a stamp whose corner is at these shares of its size: ink darkens what is below it."""
    sheet = Image.new("RGB", image.size, (255, 255, 255))
    sheet.paste(stamp, (int(place[0] * image.width), int(place[1] * image.height)))
    return ImageChops.multiply(image, sheet)


def _font(size: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONTS / "DejaVuSerif-Bold-Vietnamese.ttf"), size)


def _incoming(dpi: int) -> Image.Image:
    """The stamp of incoming documents, a frame with lines for number and date."""
    inch = dpi
    stamp = Image.new("RGB", (int(1.7 * inch), int(0.72 * inch)), (255, 255, 255))
    draw = ImageDraw.Draw(stamp)
    draw.rectangle((2, 2, stamp.width - 3, stamp.height - 3), outline=_RED, width=max(2, dpi // 80))
    for row, text in enumerate(("ĐẾN", "Số: ........", "Ngày: .../.../....")):
        draw.text((0.12 * inch, (0.06 + 0.21 * row) * inch), text, fill=_RED, font=_font(0.14 * inch))
    return stamp


def _round(dpi: int) -> Image.Image:
    """A round seal with a star and words."""
    side = int(1.42 * dpi)
    stamp = Image.new("RGB", (side, side), (255, 255, 255))
    draw = ImageDraw.Draw(stamp)
    line = max(2, dpi // 60)
    draw.ellipse((2, 2, side - 3, side - 3), outline=_RED, width=line)
    ring = int(0.19 * side)
    draw.ellipse((ring, ring, side - ring, side - ring), outline=_RED, width=max(1, line // 2))
    middle = side / 2
    points = []
    for corner in range(10):
        reach = (0.17 if corner % 2 == 0 else 0.07) * side
        angle = np.pi * (corner / 5 - 0.5)
        points.append((middle + reach * float(np.cos(angle)), middle + reach * float(np.sin(angle))))
    draw.polygon(points, fill=_RED)
    draw.text((middle, 0.1 * side), "ỦY BAN NHÂN DÂN", fill=_RED, font=_font(0.07 * side), anchor="mm")
    draw.text((middle, 0.9 * side), "CỘNG HÒA", fill=_RED, font=_font(0.07 * side), anchor="mm")
    return stamp
