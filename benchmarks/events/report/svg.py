"""Just enough SVG for plots: legible on light and dark paper, without a script or a font of its own."""

from xml.sax.saxutils import escape

_STYLE = """
svg { --paper: #faf8f4; --ink: #23272c; --soft: #5d626a; --line: #ddd7cc; --ours: #98421f; --baseline: #5d6b79;
  font: 13px system-ui, sans-serif; }
@media (prefers-color-scheme: dark) {
  svg { --paper: #1e2124; --ink: #e9e5de; --soft: #a0a5aa; --line: #3a3f44; --ours: #e59468; --baseline: #97a5b3; }
}
.paper { fill: var(--paper); } text { fill: var(--ink); } .soft { fill: var(--soft); font-size: 12px; }
.title { font-size: 16px; font-weight: 600; } .grid { stroke: var(--line); stroke-width: 1; }
.ours { fill: var(--ours); stroke: var(--ours); } .baseline { fill: var(--baseline); stroke: var(--baseline); }
text.ours, text.baseline { stroke: none; font-weight: 600; } line.ours, line.baseline { stroke-width: 2; }
path { fill: none !important; stroke-width: 2.5; } .range { opacity: 0.45; }
"""


class Picture:
    """A picture of a size in pixels, drawn element by element."""

    def __init__(self, width: int, height: int, title: str) -> None:
        self._head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
        self._head += f' width="{width}" height="{height}" role="img">'
        self._parts = [f"<title>{escape(title)}</title>", f"<style>{_STYLE}</style>"]
        self._parts.append(f'<rect class="paper" width="{width}" height="{height}" rx="8"/>')

    def text(self, x: float, y: float, text: str, kind: str = "", anchor: str = "start") -> None:
        """Write a line of text; `y` is its base line."""
        self._parts.append(
            f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'
        )

    def line(self, x1: float, y1: float, x2: float, y2: float, kind: str = "grid") -> None:
        """Draw a line."""
        self._parts.append(f'<line class="{kind}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>')

    def dot(self, x: float, y: float, kind: str) -> None:
        """Draw a point: a disc for ours, a square for the other, so that colour is not all that tells them apart."""
        if kind == "ours":
            self._parts.append(f'<circle class="{kind}" cx="{x:.1f}" cy="{y:.1f}" r="4.5"/>')
        else:
            self._parts.append(f'<rect class="{kind}" x="{x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8"/>')

    def bar(self, x: float, y: float, width: float, height: float, kind: str) -> None:
        """Draw a bar."""
        self._parts.append(
            f'<rect class="{kind}" x="{x:.1f}" y="{y:.1f}" width="{max(width, 1):.1f}" height="{height:.1f}"/>'
        )

    def path(self, points: list[tuple[float, float]], kind: str) -> None:
        """Draw a line through points."""
        steps = " L".join(f"{x:.1f} {y:.1f}" for x, y in points)
        self._parts.append(f'<path class="{kind}" d="M{steps}"/>')

    def __str__(self) -> str:
        return "\n".join([self._head, *self._parts, "</svg>"]) + "\n"
