#!/usr/bin/env python3
"""Draws the golden images and writes what Python's Pillow says of their pixels.

    python3 src/test/python/draw_goldens.py src/test/resources/org/hammingbird/golden

needs Pillow and NumPy. It leaves in the folder one file an image and golden.csv with a line for
each: file, width, height, SHA-256 of the pixels as RGB. The images are drawn from fixed seeds; the
encoders of another Pillow may write other bytes, which is why the files are kept and not only the
script. hash_goldens.py goes on from there.
"""
import csv
import hashlib
import io
import struct
import sys
import zlib
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

GREYS = ("1", "L", "LA", "I", "I;16", "I;16B")
COLOR_TYPES = {"L": 0, "RGB": 2, "P": 3, "LA": 4, "RGBA": 6}
ADAM7 = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))

# --- pictures, as arrays -------------------------------------------------------------------------


def random(seed):
    return np.random.RandomState(seed)


def flat(width, height, value):
    return np.full((height, width), value, np.uint8)


def ramp(width, height, across, down):
    x, y = np.meshgrid(np.arange(width), np.arange(height))
    value = across * x / max(1, width - 1) + down * y / max(1, height - 1)
    return np.clip(value, 0, 255).astype(np.uint8)


def checker(side, cell):
    x, y = np.meshgrid(np.arange(side), np.arange(side))
    return (((x // cell + y // cell) % 2) * 255).astype(np.uint8)


def stripes(side, period, vertical):
    line = ((np.arange(side) // period) % 2 * 200 + 20).astype(np.uint8)
    rows = np.repeat(line[np.newaxis, :], side, axis=0)
    return rows if vertical else rows.T.copy()


def boxes(seed, side, colors=2):
    """Boxes of few greys: many coefficients tie with the median."""
    r = random(seed)
    greys = r.randint(0, 256, colors)
    picture = flat(side, side, greys[0])
    for i in range(1, 2 * colors):
        left, right = np.sort(r.choice(side + 1, 2, replace=False))
        top, bottom = np.sort(r.choice(side + 1, 2, replace=False))
        picture[top:bottom, left:right] = greys[i % colors]
    return picture


def mirrored(picture, across, down):
    if across:
        half = picture[:, : (picture.shape[1] + 1) // 2]
        picture = np.concatenate([half, half[:, ::-1][:, picture.shape[1] % 2 :]], axis=1)
    if down:
        half = picture[: (picture.shape[0] + 1) // 2]
        picture = np.concatenate([half, half[::-1][picture.shape[0] % 2 :]], axis=0)
    return picture


def noise(seed, width, height, channels=None, most=256):
    shape = (height, width) if channels is None else (height, width, channels)
    return random(seed).randint(0, most, shape)


def scene(seed, width, height):
    """Soft shapes in colour, somewhat like a photograph."""
    r = random(seed)
    image = Image.new("RGB", (width, height), tuple(int(v) for v in r.randint(0, 256, 3)))
    draw = ImageDraw.Draw(image)
    for _ in range(14):
        x, y = r.randint(-width // 4, width), r.randint(-height // 4, height)
        w, h = r.randint(2, max(3, width // 2)), r.randint(2, max(3, height // 2))
        color = tuple(int(v) for v in r.randint(0, 256, 3))
        shape = draw.ellipse if r.randint(2) else draw.rectangle
        shape((int(x), int(y), int(x + w), int(y + h)), fill=color)
    soft = np.asarray(image.filter(ImageFilter.GaussianBlur(1))).astype(int)
    grain = r.randint(-9, 10, soft.shape)
    return np.clip(soft + grain, 0, 255).astype(np.uint8)


# --- files ---------------------------------------------------------------------------------------


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def packed_rows(samples, bits):
    """Rows of a PNG, without filters."""
    rows = samples.reshape(samples.shape[0], -1)
    if bits == 16:
        data = [row.astype(">u2").tobytes() for row in rows]
    elif bits == 8:
        data = [row.astype(np.uint8).tobytes() for row in rows]
    else:
        planes = ((rows[:, :, np.newaxis] >> np.arange(bits - 1, -1, -1)) & 1).reshape(len(rows), -1)
        data = [row.tobytes() for row in np.packbits(planes.astype(np.uint8), axis=1)]
    return b"".join(b"\0" + row for row in data)


def png(samples, kind, bits=8, palette=None, transparency=None, interlaced=False):
    """A PNG of any kind: Pillow itself writes few of them."""
    height, width = samples.shape[:2]
    parts = [b"\x89PNG\r\n\x1a\n"]
    header = struct.pack(">IIBBBBB", width, height, bits, COLOR_TYPES[kind], 0, 0, int(interlaced))
    parts.append(chunk(b"IHDR", header))
    if palette is not None:
        parts.append(chunk(b"PLTE", palette.astype(np.uint8).tobytes()))
    if transparency is not None:
        parts.append(chunk(b"tRNS", transparency))
    if interlaced:
        passes = [samples[y::dy, x::dx] for x, y, dx, dy in ADAM7]
        data = b"".join(packed_rows(p, bits) for p in passes if p.size)
    else:
        data = packed_rows(samples, bits)
    parts.append(chunk(b"IDAT", zlib.compress(data, 9)))
    parts.append(chunk(b"IEND", b""))
    return b"".join(parts)


def grey(picture):
    return png(picture, "L")


def encoded(image, kind, **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def jpeg(picture, **options):
    return encoded(Image.fromarray(picture), "JPEG", **options)


def without_segment(file, marker):
    at = file.index(bytes([0xFF, marker]))
    return file[:at] + file[at + 2 + struct.unpack(">H", file[at + 2 : at + 4])[0] :]


def with_component_ids(file, ids):
    """Renames the three components of a baseline JPEG."""
    data = bytearray(file)
    frame = data.index(b"\xff\xc0")
    scan = data.index(b"\xff\xda")
    for i, name in enumerate(ids):
        data[frame + 10 + 3 * i] = name
        data[scan + 5 + 2 * i] = name
    return bytes(data)


def adobe(file, transform):
    """Puts Adobe's marker in the place of JFIF's."""
    segment = b"\xff\xee\x00\x0eAdobe\x00\x64\x00\x00\x00\x00" + bytes([transform])
    bare = without_segment(file, 0xE0)
    return bare[:2] + segment + bare[2:]


def ycck(file):
    """Declares what Pillow wrote as CMYK to be YCCK."""
    at = file.index(b"Adobe")
    return file[: at + 11] + b"\x02" + file[at + 12 :]


def gif_on_screen(file, width, height, left, top):
    """Moves a GIF's one frame on a larger screen."""
    data = bytearray(file)
    data[6:10] = struct.pack("<HH", width, height)
    palette = 3 << ((data[10] & 7) + 1) if data[10] & 0x80 else 0
    at = 13 + palette
    while data[at] == 0x21:
        at += 2
        while data[at]:
            at += data[at] + 1
        at += 1
    data[at + 1 : at + 5] = struct.pack("<HH", left, top)
    return bytes(data)


def bmp16(picture):
    """A BMP with five bits a colour."""
    height, width = picture.shape[:2]
    five = picture.astype(np.uint16) >> 3
    values = (five[:, :, 0] << 10 | five[:, :, 1] << 5 | five[:, :, 2]).astype("<u2")
    stride = (2 * width + 3) // 4 * 4
    rows = b"".join(row.tobytes().ljust(stride, b"\0") for row in values[::-1])
    info = struct.pack("<IiiHHIIiiII", 40, width, height, 1, 16, 0, len(rows), 2835, 2835, 0, 0)
    return struct.pack("<2sIHHI", b"BM", 54 + len(rows), 0, 0, 54) + info + rows


# --- the collection ------------------------------------------------------------------------------


def pngs():
    for value in (0, 1, 127, 128, 255):
        yield f"flat-{value}.png", grey(flat(32, 32, value))
    yield "flat-odd.png", grey(flat(45, 31, 93))
    yield "flat-colour.png", png(np.tile(np.uint8([200, 30, 90]), (40, 40, 1)), "RGB")
    yield "ramp-across.png", grey(ramp(64, 64, 255, 0))
    yield "ramp-down.png", grey(ramp(64, 64, 0, 255))
    yield "ramp-both.png", grey(ramp(50, 70, 127, 128))
    yield "ramp-back.png", grey(ramp(32, 32, 255, 0)[:, ::-1])
    for cell in (1, 2, 4, 5, 16):
        yield f"checker-{cell}.png", grey(checker(32, cell))
    yield "checker-large.png", grey(checker(128, 16))
    for period in (1, 3, 4, 8):
        yield f"stripes-across-{period}.png", grey(stripes(32, period, True))
        yield f"stripes-down-{period}.png", grey(stripes(64, period, False))
    for seed in range(16):
        yield f"two-tone-{seed}.png", grey(boxes(seed, 32))
    for seed in range(6):
        yield f"two-tone-large-{seed}.png", grey(boxes(100 + seed, 96 + 7 * seed))
    for seed in range(4):
        yield f"few-tones-{seed}.png", grey(boxes(200 + seed, 32, 4))
    one = scene(1, 64, 64)[:, :, 1]
    yield "symmetric-across.png", grey(mirrored(one, True, False))
    yield "symmetric-down.png", grey(mirrored(one, False, True))
    yield "symmetric-both.png", grey(mirrored(one, True, True))
    yield "symmetric-small.png", grey(mirrored(one[:32, :32], True, True))
    yield "symmetric-odd.png", grey(mirrored(scene(2, 45, 45)[:, :, 0], True, True))
    yield "transposed.png", grey(np.minimum(one, one.T))
    for width, height in ((1, 1), (2, 1), (1, 2), (3, 3), (8, 8), (9, 8), (31, 33), (32, 32)):
        yield f"tiny-{width}x{height}.png", grey(noise(width * 40 + height, width, height))
    for width, height in ((1, 500), (5, 1000), (7, 700), (7, 701), (2, 20), (3, 301)):
        yield f"tall-{width}x{height}.png", grey(noise(width + height, width, height, most=64) + ramp(width, height, 0, 190))
        yield f"wide-{height}x{width}.png", grey(noise(width + height, height, width, most=64) + ramp(height, width, 190, 0))
    yield "noise.png", grey(noise(7, 80, 60))
    yield "rgb.png", png(scene(3, 90, 70), "RGB")
    yield "rgb-interlaced.png", png(scene(3, 45, 37), "RGB", interlaced=True)
    yield "rgb-transparent-colour.png", png(np.minimum(scene(4, 40, 40), 250) // 50 * 50, "RGB", transparency=struct.pack(">HHH", 0, 50, 100))
    yield "rgb-16.png", png(scene(5, 40, 30).astype(int) * 257 - noise(5, 40, 30, 3, 100) * (scene(5, 40, 30) > 0), "RGB", 16)
    yield "rgba.png", png(np.dstack([scene(6, 50, 40), noise(6, 50, 40)]), "RGBA")
    yield "rgba-16.png", png(noise(8, 20, 20, 4, 65536), "RGBA", 16)
    yield "grey-alpha.png", png(np.dstack([one, noise(9, 64, 64)]), "LA")
    yield "grey-alpha-16.png", png(noise(10, 24, 24, 2, 65536), "LA", 16)
    yield "grey-16.png", png(noise(11, 40, 40, most=400), "L", 16)
    yield "grey-16-dark.png", png(ramp(40, 40, 200, 40).astype(int), "L", 16)
    yield "grey-interlaced.png", png(one[:33, :41], "L", interlaced=True)
    yield "grey-transparent.png", png(one // 16 * 16, "L", transparency=struct.pack(">H", 64))
    for bits in (1, 2, 4):
        yield f"grey-{bits}bit.png", png(one[:40, :37] >> (8 - bits), "L", bits)
        yield f"palette-{bits}bit.png", png(one[:40, :37] >> (8 - bits), "P", bits, noise(bits, 3, 1 << bits))
    yield "palette-8bit.png", png(one, "P", 8, noise(12, 3, 256))
    yield "palette-transparent.png", png(one >> 4, "P", 8, noise(13, 3, 16), transparency=bytes(range(0, 160, 20)))


def jpegs():
    large, small = scene(20, 150, 110), scene(21, 32, 32)
    for quality in (30, 75, 95):
        yield f"quality-{quality}.jpg", jpeg(large, quality=quality)
        yield f"small-{quality}.jpg", jpeg(small, quality=quality)
    for sampling, name in ((0, "444"), (1, "422"), (2, "420")):
        yield f"sampling-{name}.jpg", jpeg(scene(22, 77, 53), quality=85, subsampling=sampling)
    yield "progressive.jpg", jpeg(large, quality=80, progressive=True)
    yield "odd-34x42.jpg", jpeg(scene(23, 34, 42), quality=80)
    yield "grey.jpg", jpeg(large[:, :, 1].copy(), quality=85)
    yield "one-pixel.jpg", jpeg(small[:1, :1], quality=90)
    yield "optimized.jpg", jpeg(small, quality=90, optimize=True)
    exif = Image.Exif()
    exif[0x0112] = 6
    yield "rotated-by-exif.jpg", jpeg(scene(24, 60, 40), quality=85, exif=exif)
    plain = jpeg(scene(25, 48, 48), quality=90, subsampling=0)
    yield "no-marker-444.jpg", without_segment(plain, 0xE0)
    yield "named-rgb.jpg", with_component_ids(without_segment(plain, 0xE0), b"RGB")
    yield "named-rgb-in-jfif.jpg", with_component_ids(plain, b"RGB")
    yield "adobe-rgb.jpg", adobe(plain, 0)
    yield "adobe-ycc.jpg", adobe(plain, 1)
    inks = encoded(Image.fromarray(scene(26, 60, 44)).convert("CMYK"), "JPEG", quality=90)
    black = Image.fromarray(np.dstack([scene(27, 60, 44), noise(27, 60, 44)]).astype(np.uint8), "CMYK")
    yield "cmyk.jpg", inks
    yield "cmyk-black.jpg", encoded(black, "JPEG", quality=90)
    yield "ycck.jpg", ycck(encoded(black, "JPEG", quality=90))
    yield "cmyk-no-marker.jpg", without_segment(encoded(black, "JPEG", quality=90), 0xEE)
    yield "junk-after-end.jpg", jpeg(small, quality=80) + b"and more"


def others():
    picture = scene(30, 61, 47)
    image = Image.fromarray(picture)
    yield "rgb.bmp", encoded(image, "BMP")
    yield "palette.bmp", encoded(image.quantize(60), "BMP")
    yield "grey.bmp", encoded(image.convert("L"), "BMP")
    yield "one-bit.bmp", encoded(image.convert("1"), "BMP")
    yield "fifteen-bit.bmp", bmp16(picture)
    yield "palette.gif", encoded(image.quantize(100), "GIF")
    yield "grey.gif", encoded(image.convert("L"), "GIF")
    small = encoded(image.resize((30, 20)).quantize(16), "GIF")
    yield "on-screen.gif", gif_on_screen(small, 50, 40, 7, 11)
    clear = encoded(image.resize((30, 20)).quantize(16), "GIF", transparency=5)
    yield "on-screen-transparent.gif", gif_on_screen(clear, 50, 40, 7, 11)
    yield "lossless.webp", encoded(image, "WEBP", lossless=True)
    yield "lossless-alpha.webp", encoded(Image.fromarray(np.dstack([picture, noise(31, 61, 47)]).astype(np.uint8)), "WEBP", lossless=True, exact=True)
    yield "lossy.webp", encoded(image, "WEBP", quality=80)
    yield "rgb.tif", encoded(image, "TIFF")
    yield "rgb-lzw.tif", encoded(image, "TIFF", compression="tiff_lzw")
    yield "rgb-deflate.tif", encoded(image, "TIFF", compression="tiff_adobe_deflate")
    yield "rgba.tif", encoded(Image.fromarray(np.dstack([picture, noise(31, 61, 47)]).astype(np.uint8)), "TIFF")
    yield "grey.tif", encoded(image.convert("L"), "TIFF")
    yield "one-bit.tif", encoded(image.convert("1"), "TIFF")
    yield "palette.tif", encoded(image.quantize(60), "TIFF")
    yield "cmyk.tif", encoded(image.convert("CMYK"), "TIFF")
    yield "grey-16.tif", encoded(Image.fromarray(noise(32, 40, 30, most=400).astype(np.uint16)), "TIFF")


# --- more for the hashes: colours, sizes and segments --------------------------------------------


def rgb(picture):
    """A PNG of few colours, small by its palette."""
    colors, places = np.unique(picture.reshape(-1, 3), axis=0, return_inverse=True)
    if len(colors) > 256:
        return png(picture, "RGB")
    bits = next(b for b in (1, 2, 4, 8) if len(colors) <= 1 << b)
    return png(places.reshape(picture.shape[:2]), "P", bits, colors)


def tiles(colors, side=16):
    row = np.uint8(colors)[np.newaxis]
    return np.repeat(np.repeat(row, side, axis=0), side, axis=1)


def hues(width, height, faintness):
    """All hues across, dark to light down, mixed with grey."""
    x, y = np.meshgrid(np.arange(width) * 6.0 / width, np.arange(height) / max(1, height - 1))
    wheel = np.dstack([np.clip(np.abs((x + turn) % 6 - 3) - 1, 0, 1) for turn in (0, 4, 2)])
    mixed = (wheel * (1 - faintness) + faintness) * y[:, :, np.newaxis]
    return np.round(mixed * 255).astype(np.uint8)


def discs(seed, width, height, count, tones=(0, 255)):
    r = random(seed)
    x, y = np.meshgrid(np.arange(width), np.arange(height))
    picture = flat(width, height, tones[0])
    for i in range(count):
        cx, cy, radius = r.randint(0, width), r.randint(0, height), r.randint(2, max(3, min(width, height) // 3))
        picture[(x - cx) ** 2 + (y - cy) ** 2 <= radius ** 2] = tones[(i + 1) % len(tones)]
    return picture


def rings(side, period):
    x, y = np.meshgrid(np.arange(side) - side // 2, np.arange(side) - side // 2)
    return ((np.sqrt(x * x + y * y) // period) % 2 * 255).astype(np.uint8)


def specks(seed, side, share, cell=1):
    small = random(seed).rand(side // cell, side // cell) < share
    return np.kron(small, np.ones((cell, cell))).astype(np.uint8) * 255


def two_colors(seed, side):
    r = random(seed)
    return np.uint8(r.randint(0, 256, (2, 3)))[(boxes(seed, side) > boxes(seed, side).min()).astype(int)]


def for_hashes():
    for i, (bright, faint) in enumerate(((255, 60), (200, 90), (128, 70))):
        ring = [(1, 0, 0), (1, 1, 0), (0, 1, 0), (0, 1, 1), (0, 0, 1), (1, 0, 1)]
        yield f"colours-{i}.png", rgb(tiles([[bright if on else faint for on in color] for color in ring]))
    for i, colors in enumerate(((255, 85, 85), (3, 1, 1)), 1):
        yield f"saturation-between-{i}.png", rgb(tiles([colors, (90, 30, 30), (40, 40, 120)]))
    yield "saturation-edges.png", rgb(tiles([(255, 170, 170), (255, 169, 170), (255, 171, 170), (255, 84, 85), (255, 86, 85), (30, 32, 31), (32, 32, 32), (31, 31, 31)]))
    for percent in (0, 30, 60):
        yield f"hues-{percent}.png", rgb(hues(72, 24, percent / 100))
    yield "hues-wide.png", rgb(hues(255, 9, 0.2) // 8 * 8)
    for seed in range(8):
        yield f"two-colours-{seed}.png", rgb(two_colors(300 + seed, 20 + 9 * seed))
    yield "mirrored-colours.png", rgb(mirrored(scene(40, 48, 48) // 64 * 64, True, True))
    half = np.concatenate([flat(64, 8, 10), flat(64, 56, 200)])
    yield "eighth-dark.png", grey(half)
    yield "eighth-dark-and-one.png", grey(np.where(np.arange(64 * 64).reshape(64, 64) == 8 * 64, 10, half).astype(np.uint8))
    for width, height in ((3000, 40), (40, 3000), (512, 512), (513, 512), (511, 513), (1024, 16), (16, 1024), (600, 20)):
        yield f"boxes-{width}x{height}.png", grey(discs(width + height, width, height, 30, (20, 90, 160, 230)))
    for width, height in ((4, 5), (5, 4), (5, 5), (6, 5), (15, 15), (16, 16), (17, 16), (63, 63), (64, 64), (65, 64), (64, 65), (7, 9), (1, 64), (64, 1), (2, 2)):
        yield f"noise-{width}x{height}.png", grey(noise(50 + width * height, width, height))
    for width, height in ((1, 300), (300, 1), (2, 201), (2, 200), (10, 1001), (1, 101)):
        yield f"thin-{width}x{height}.png", grey(noise(90 + width * height, width, height, most=8) * 30)
    for side in (16, 64, 128, 256):
        yield f"wavelet-boxes-{side}.png", grey(boxes(400 + side, side))
        yield f"wavelet-discs-{side}.png", grey(discs(500 + side, side, side, 9))
    yield "wavelet-127x129.png", grey(boxes(410, 129)[:127])
    for seed in range(6):
        yield f"segments-{seed}.png", png(discs(600 + seed, 240 + 31 * seed, 200 + 17 * seed, 12, (0, 1)), "L", 1)
    for seed in range(3):
        yield f"segments-colour-{seed}.jpg", jpeg(scene(620 + seed, 200 + 50 * seed, 260 - 40 * seed), quality=60)
    yield "segments-rings.png", png(rings(300, 20) // 255, "L", 1)
    yield "segments-thin-rings.png", png(rings(300, 4) // 255, "L", 1)
    yield "segments-checker.png", png(checker(300, 30) // 255, "L", 1)
    yield "segments-fine-checker.png", png(checker(300, 3) // 255, "L", 1)
    yield "segments-dither.png", png(checker(300, 1) // 255, "L", 1)
    for share in (30, 50, 70):
        yield f"specks-{share}.png", png(specks(share, 300, share / 100, 3) // 255, "L", 1)
        yield f"fine-specks-{share}.png", png(specks(share, 100, share / 100) // 255, "L", 1)
    yield "coarse-specks.png", png(specks(9, 300, 0.5, 12) // 255, "L", 1)
    for value in (128, 129):
        yield f"medium-grey-{value}.png", grey(flat(33, 21, value))
    edge = discs(700, 300, 300, 8, (127, 130))
    yield "around-medium-grey.png", grey(edge)
    yield "most-bright.png", grey(np.maximum(discs(701, 300, 300, 2), ramp(300, 300, 140, 60)) // 4 * 4)
    for seed in range(5):
        yield f"few-grey-{seed}.png", grey(boxes(720 + seed, 50 + 37 * seed, 5))
    for seed in range(4):
        yield f"flat-colour-{seed}.png", rgb(np.tile(np.uint8(random(seed).randint(0, 256, 3)), (24 + seed, 40, 1)))
    yield "tiny-two-tone.png", grey(np.uint8([[0, 255], [255, 0]]))
    yield "tiny-three.png", grey(np.uint8([[0, 255, 255]]))


def line(name, file):
    image = Image.open(io.BytesIO(file))
    image.load()
    pixels = image.convert("L" if image.mode in GREYS else "RGB").convert("RGB")
    return [name, *image.size, hashlib.sha256(pixels.tobytes()).hexdigest()]


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "golden.csv", "w", newline="") as out:
        table = csv.writer(out, lineterminator="\n")
        table.writerow(["file", "width", "height", "pixels_sha256"])
        for source in (pngs, jpegs, others, for_hashes):
            for name, file in source():
                (folder / name).write_bytes(file)
                table.writerow(line(name, file))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
