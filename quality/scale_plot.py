"""The plot of ``docs/scale.md``: files against seconds and memory, as a drawing that needs no library."""

from __future__ import annotations

from collections.abc import Sequence

_WIDE, _HIGH, _LEFT, _BOTTOM = 640, 300, 60, 40

Point = tuple[int, float, float, float]
"""Files, seconds of a processor of the first run and of the second, megabytes."""


def svg(points: Sequence[Point]) -> str:
    """The drawing: seconds of the first and the second run, and memory, each as a share of the largest."""
    most_files = max(files for files, *_ in points)
    drawn = [
        ("first run, CPU s", "#1f6f8b", [seconds for _, seconds, _, _ in points]),
        ("second run, CPU s", "#99a8b2", [seconds for _, _, seconds, _ in points]),
        ("memory, MB", "#c05746", [memory for *_, memory in points]),
    ]
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDE} {_HIGH}" font-family="sans-serif"',
        ' font-size="12">',
        '<rect width="100%" height="100%" fill="#ffffff"/>',
        f'<path d="M{_LEFT} 20V{_HIGH - _BOTTOM}H{_WIDE - 120}" fill="none" stroke="#333333"/>',
    ]
    top = max(drawn[0][2])
    for at, (name, colour, values) in enumerate(drawn):
        scale = max(values) if name.startswith("memory") else top
        places = [
            (_LEFT + (_WIDE - 120 - _LEFT) * files / most_files, _HIGH - _BOTTOM - (_HIGH - _BOTTOM - 30) * v / scale)
            for (files, *_), v in zip(points, values, strict=True)
        ]
        path = " ".join(f"{x:.0f},{y:.0f}" for x, y in places)
        lines.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        for (x, y), value in zip(places, values, strict=True):
            lines.append(f'<circle cx="{x:.0f}" cy="{y:.0f}" r="3" fill="{colour}"/>')
            lines.append(f'<text x="{x + 5:.0f}" y="{y - 6:.0f}" fill="{colour}">{value:.0f}</text>')
        lines.append(f'<text x="{_WIDE - 110}" y="{40 + 18 * at}" fill="{colour}">{name}</text>')
    for files, *_ in points:
        x = _LEFT + (_WIDE - 120 - _LEFT) * files / most_files
        lines.append(f'<text x="{x:.0f}" y="{_HIGH - _BOTTOM + 16}" text-anchor="middle">{files:,}</text>')
    lines.append(f'<text x="{(_WIDE - 60) / 2:.0f}" y="{_HIGH - 8}" text-anchor="middle">files</text>')
    return "\n".join([*lines, "</svg>"]) + "\n"
