"""Draw Dunnock's icon: a small slate bird with a russet back. Writes src/dunnock/desktop/icons."""

from pathlib import Path

from PIL import Image, ImageDraw

ICONS = Path(__file__).parent.parent / "src" / "dunnock" / "desktop" / "icons"

SLATE = (94, 107, 122, 255)
SLATE_LIGHT = (134, 146, 159, 255)
RUSSET = (166, 90, 48, 255)
RUSSET_DARK = (126, 64, 34, 255)
PAPER = (250, 247, 242, 255)
INK = (30, 33, 38, 255)

_UNIT = 1024
"""The drawing's own grid; it is drawn at this size and scaled down, which makes the edges soft."""


def draw() -> Image.Image:
    """The bird on its card, at full size."""
    image = Image.new("RGBA", (_UNIT, _UNIT), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    pen.rounded_rectangle((32, 32, 992, 992), radius=216, fill=PAPER)
    # tail, legs, then the body over them
    pen.polygon([(300, 600), (96, 776), (150, 826), (392, 728)], fill=RUSSET_DARK)
    for x in (500, 590):
        pen.line([(x, 770), (x + 18, 872)], fill=INK, width=22)
        pen.line([(x - 34, 878), (x + 78, 878)], fill=INK, width=22)
    pen.ellipse((262, 384, 780, 806), fill=SLATE)
    pen.pieslice((262, 384, 780, 806), 30, 120, fill=SLATE_LIGHT)
    pen.ellipse((336, 420, 772, 742), fill=SLATE)
    # head and beak
    pen.ellipse((546, 214, 822, 490), fill=SLATE)
    pen.polygon([(800, 320), (922, 366), (800, 398)], fill=INK)
    # the wing, which is what gives the bird away
    pen.chord((236, 402, 660, 756), 168, 352, fill=RUSSET)
    pen.polygon([(240, 560), (656, 560), (470, 690), (214, 700)], fill=RUSSET)
    for offset in (0, 64, 128):
        pen.line(
            [(300 + offset, 650 - offset // 4), (500 + offset, 566 - offset // 4)], fill=RUSSET_DARK, width=18
        )
    pen.ellipse((694, 304, 744, 354), fill=PAPER)
    pen.ellipse((704, 314, 734, 344), fill=INK)
    return image


def main() -> None:
    """Write the icon in the sizes Tauri wants."""
    ICONS.mkdir(parents=True, exist_ok=True)
    bird = draw()
    bird.resize((256, 256), Image.Resampling.LANCZOS).save(ICONS / "icon.png", optimize=True)
    bird.save(ICONS / "icon.ico", sizes=[(16, 16), (32, 32), (48, 48), (256, 256)])


if __name__ == "__main__":
    main()
