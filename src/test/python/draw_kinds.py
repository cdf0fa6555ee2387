#!/usr/bin/env python3
"""Draws small images of many kinds of WebP, TIFF, GIF, BMP, PNG and JPEG, and writes which pixels Pillow sees in them.

    python3 src/test/python/draw_kinds.py src/test/resources/org/hammingbird/golden/kinds

needs Pillow 12.3 (older ones do not apply the orientation of every TIFF) and nothing else; rare_files.py beside it writes what Pillow does
not. It leaves in the folder one file an image
and kinds.csv with a line for each: file, width, height, SHA-256 of the pixels as RGB. The encoders of another Pillow may write other
bytes, which is why the files are kept and not only the script.
"""
import csv
import hashlib
import random
import sys
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter

import rare_files as rare

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


def rare_kinds():
    """Kinds that Pillow does not write, as bytes."""
    image = scene(50, 37, 29)
    rgb, grey, few = (rare.picture(i) for i in (image, image.convert("L"), image.quantize(16)))
    alpha, grey_alpha = rare.picture(with_alpha(image, 51)), rare.picture(with_alpha(image, 51).convert("LA"))
    palette = image.quantize(16).getpalette()[:48]
    deep = {"L": rare.wide(grey, 1), "LA": rare.wide(grey_alpha, 2), "RGB": rare.wide(rgb, 3), "RGBA": rare.wide(alpha, 4)}
    for kind, rows in deep.items():
        for filters in ((1,), (2,), (3,), (4,), (4, 0, 3, 1, 2)):
            yield f"filter-{''.join(map(str, filters))}-{kind}-16.png", rare.png(rows, kind, 16, filters)
        yield f"interlaced-{kind}-16.png", rare.png(rows, kind, 16, (4, 1, 3, 2), interlaced=True)
    yield "interlaced-RGBA.png", rare.png(alpha, "RGBA", 8, (4, 1, 3, 2), interlaced=True)
    yield "interlaced-LA.png", rare.png(grey_alpha, "LA", 8, (4, 1, 3, 2), interlaced=True)
    for bits in (1, 2, 4):
        yield f"interlaced-L-{bits}.png", rare.png(rare.fewer(grey, bits), "L", bits, (4, 1, 3, 2), interlaced=True)
        indices = [[(p[0] % (1 << bits),) for p in row] for row in few]
        yield f"interlaced-P-{bits}.png", rare.png(indices, "P", bits, (0,), palette[: 3 << bits], interlaced=True)
    yield "interlaced-P.png", rare.png(few, "P", 8, (0, 2), palette, interlaced=True)
    yield "narrow-interlaced.png", rare.png([row[:2] for row in rgb], "RGB", 8, (4, 3), interlaced=True)
    for name, factors in (
        ("12-11", ((1, 2), (1, 1), (1, 1))),
        ("22-21", ((2, 2), (2, 1), (2, 1))),
        ("14-12", ((1, 4), (1, 2), (1, 2))),
        ("22-11", ((2, 2), (1, 1), (1, 1))),
        ("41-21", ((4, 1), (2, 1), (2, 1))),
    ):
        r = random.Random(52)
        yield f"factors-{name}.jpg", rare.blocks_jpeg(45, 61, factors, iter(lambda: r.randrange(-90, 91), None))
    for order, name in (("<", "little"), (">", "big")):
        for kind in ("RGB", "RGBA"):
            yield f"{name}-{kind}-16.tif", rare.tiff(deep[kind], 2, 16, order)
        yield f"{name}-L-16-predicted.tif", rare.tiff(deep["L"], 1, 16, order, deflated=True, predictor=True)
        yield f"{name}-RGB-16-predicted.tif", rare.tiff(deep["RGB"], 2, 16, order, deflated=True, predictor=True)
    for bits in (2, 4):
        yield f"L-{bits}.tif", rare.tiff(rare.fewer(grey, bits), 1, bits)
        yield f"inverted-L-{bits}.tif", rare.tiff(rare.fewer(grey, bits), 0, bits)
    yield "inverted-L.tif", rare.tiff(grey, 0, 8)
    yield "inverted-1.tif", rare.tiff(rare.fewer(grey, 1), 0, 1)
    colors = [v * 257 for c in range(3) for v in palette[c::3]]
    yield "P-4.tif", rare.tiff(few, 3, 4, palette=colors)
    yield "RGB-predicted.tif", rare.tiff(rgb, 2, 8, deflated=True, predictor=True, strip=7)
    yield "RGBA-predicted.tif", rare.tiff(alpha, 2, 8, deflated=True, predictor=True)
    for bits, rows in ((8, alpha), (16, deep["RGBA"])):
        yield f"multiplied-{bits}.tif", rare.tiff(rows, 2, bits, alpha=1)
        yield f"multiplied-planar-{bits}.tif", rare.tiff(rows, 2, bits, alpha=1, planar=True, deflated=True)
    yield "planar.tif", rare.tiff(rgb, 2, 8, planar=True)
    yield "planar-strips.tif", rare.tiff(rgb, 2, 8, planar=True, deflated=True, strip=8)
    yield "tiles.tif", rare.tiff(rgb, 2, 8, tile=(16, 16))
    yield "tiles-L.tif", rare.tiff(grey, 1, 8, tile=(32, 16))
    yield "tiles-predicted.tif", rare.tiff(rgb, 2, 8, deflated=True, predictor=True, tile=(16, 32))
    yield "tiles-larger.tif", rare.tiff(rgb, 2, 8, deflated=True, tile=(64, 64))
    yield "tiles-planar.tif", rare.tiff(rgb, 2, 8, deflated=True, tile=(16, 16), planar=True)
    yield "565.bmp", rare.masked_bmp(rgb, (0xF800, 0x7E0, 0x1F))
    yield "555.bmp", rare.masked_bmp(rgb, (0x7C00, 0x3E0, 0x1F))
    yield "8888.bmp", rare.masked_bmp(rgb, (0xFF0000, 0xFF00, 0xFF))
    yield "top-down.bmp", rare.masked_bmp(rgb, (0xF800, 0x7E0, 0x1F), top_down=True)
    yield "run-length-8.bmp", rare.run_length_bmp(few, 8, palette)
    yield "run-length-4.bmp", rare.run_length_bmp(few, 4, palette)


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "kinds.csv", "w", newline="") as out:
        table = csv.writer(out, lineterminator="\n")
        table.writerow(["file", "width", "height", "pixels_sha256"])
        for source in (webps, tiffs, others):
            for name, image, options in source():
                image.save(folder / name, **options)
                table.writerow(seen(folder, name))
        for name, content in rare_kinds():
            (folder / name).write_bytes(content)
            table.writerow(seen(folder, name))


def seen(folder, name):
    image = Image.open(folder / name)
    image.load()
    pixels = image.convert("L" if image.mode in GREYS else "RGB").convert("RGB")
    return [name, *image.size, hashlib.sha256(pixels.tobytes()).hexdigest()]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
