#!/usr/bin/env python3
"""Draws small images of many kinds of WebP, TIFF, GIF, BMP, PNG and JPEG, and writes which pixels Pillow sees in them.

    python3 src/test/python/draw_kinds.py src/test/resources/org/hammingbird/golden/kinds

needs Pillow 12.3 (older ones do not apply the orientation of every TIFF) and nothing else. It leaves in the folder one file an image
and kinds.csv with a line for each: file, width, height, SHA-256 of the pixels as RGB. The encoders of another Pillow may write other
bytes, which is why the files are kept and not only the script.
"""
import csv
import hashlib
import random
import sys
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter

GREYS = ("1", "L", "LA", "I", "I;16", "I;16B")


def scene(seed, width, height):
    """Soft shapes, hard edges and some grain."""
    r = random.Random(seed)
    image = Image.new("RGB", (width, height), tuple(r.randrange(256) for _ in range(3)))
    draw = ImageDraw.Draw(image)
    for _ in range(12):
        x, y = r.randrange(-1 - width // 3, width), r.randrange(-1 - height // 3, height)
        box = (x, y, x + r.randrange(1, width + 1), y + r.randrange(1, height + 1))
        color = tuple(r.randrange(256) for _ in range(3))
        (draw.ellipse if r.randrange(2) else draw.rectangle)(box, fill=color)
    soft = image.filter(ImageFilter.GaussianBlur(2))
    if width > 1:
        image.paste(soft.crop((0, 0, width // 2, height)), (0, 0))
    pixels = image.load()
    for y in range(height // 2):
        for x in range(width):
            pixels[x, y] = tuple(max(0, min(255, v + r.randrange(-12, 13))) for v in pixels[x, y])
    return image


def with_alpha(image, seed):
    clear = image.copy()
    clear.putalpha(scene(seed, *image.size).convert("L"))
    return clear


def mode(image, name):
    if name == "P4":
        return image.quantize(13)
    if name == "P":
        return image.quantize(60)
    if name == "RGBA":
        return with_alpha(image, 7)
    if name == "LA":
        return with_alpha(image.convert("L").convert("RGB"), 7).convert("LA")
    if name == "I;16":
        return image.convert("L").convert("I").point(lambda v: v * 3).convert("I;16")
    return image.convert(name)


def webps():
    sizes = ((33, 47), (1, 1), (2, 3), (16, 16), (17, 31), (100, 64), (64, 2), (5, 90))
    for i, (quality, size) in enumerate(zip((0, 5, 20, 40, 60, 80, 95, 100), sizes)):
        yield f"lossy-{quality}.webp", scene(i, *size), dict(quality=quality, method=i % 7)
        yield f"lossless-{i}.webp", scene(i, *size), dict(lossless=True, quality=quality, method=i % 7)
    yield "lossy-alpha.webp", with_alpha(scene(20, 40, 30), 21), dict(quality=70)
    yield "lossy-few-colours.webp", scene(22, 90, 70).quantize(6).convert("RGB"), dict(quality=50)
    frames = [scene(24, 50, 40), scene(25, 50, 40)]
    for lossless in (False, True):
        options = dict(save_all=True, append_images=frames, duration=50, lossless=lossless)
        yield f"animated-{'lossless' if lossless else 'lossy'}.webp", scene(23, 50, 40), options


def tiffs():
    image = scene(30, 45, 31)
    for name in ("1", "L", "LA", "P", "P4", "RGB", "RGBA", "CMYK", "I;16"):
        plain = name.replace(";", "-")
        for compression in (None, "tiff_lzw", "tiff_adobe_deflate", "packbits"):
            options = dict(compression=compression) if compression else {}
            yield f"{plain}-{compression or 'raw'}.tif", mode(image, name), options
    for compression in ("group3", "group4"):
        yield f"{compression}.tif", image.convert("1"), dict(compression=compression)
    yield "jpeg.tif", image, dict(compression="jpeg", quality=80)
    yield "jpeg-grey.tif", image.convert("L"), dict(compression="jpeg", quality=80)
    yield "strips.tif", image, dict(compression="tiff_lzw", tiffinfo={278: 4})
    for orientation in range(1, 9):
        yield f"orientation-{orientation}.tif", image, dict(tiffinfo={274: orientation})


def others():
    image = scene(40, 45, 31)
    for name in ("1", "L", "P", "P4", "RGB", "RGBA"):
        yield f"{name}.bmp", mode(image, name), {}
        yield f"{name}.gif", mode(image, name), {}
    yield "not-interlaced.gif", image.quantize(200), dict(interlace=0)
    yield "transparent.gif", image.quantize(9), dict(transparency=3)
    yield "animated.gif", image.quantize(50), dict(save_all=True, append_images=[scene(41, 45, 31).quantize(9)])
    for name in ("1", "L", "LA", "P", "P4", "RGB", "RGBA", "I;16"):
        yield f"{name.replace(';', '-')}.png", mode(image, name), {}
    yield "filters.png", scene(42, 160, 120), {}
    yield "filters-alpha.png", with_alpha(scene(43, 120, 90), 44), {}
    for name in ("L", "RGB", "CMYK"):
        for progressive in (False, True):
            kind = f"{name}-{'progressive' if progressive else 'baseline'}"
            options = dict(quality=80, progressive=progressive)
            if name == "L":
                yield f"{kind}.jpg", mode(image, name), options
                continue
            for sampling in ("4:4:4", "4:2:2", "4:2:0", "4:1:1"):
                yield f"{kind}-{sampling.replace(':', '')}.jpg", mode(image, name), dict(options, subsampling=sampling)
    yield "restart-blocks.jpg", image, dict(quality=80, restart_marker_blocks=2)
    yield "restart-rows.jpg", image, dict(quality=80, restart_marker_rows=1, progressive=True)
    yield "kept-rgb.jpg", image, dict(quality=80, keep_rgb=True)


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "kinds.csv", "w", newline="") as out:
        table = csv.writer(out, lineterminator="\n")
        table.writerow(["file", "width", "height", "pixels_sha256"])
        for source in (webps, tiffs, others):
            for name, image, options in source():
                image.save(folder / name, **options)
                seen = Image.open(folder / name)
                seen.load()
                pixels = seen.convert("L" if seen.mode in GREYS else "RGB").convert("RGB")
                table.writerow([name, *seen.size, hashlib.sha256(pixels.tobytes()).hexdigest()])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
