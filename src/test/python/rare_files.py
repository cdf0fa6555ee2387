"""Writes kinds of PNG, JPEG, TIFF, BMP and GIF that Pillow reads and does not write. Needs nothing but Python.

Pictures are lists of rows, rows lists of pixels, pixels tuples of samples.
"""
import struct
import zlib

ADAM7 = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
PNG_KINDS = {"L": 0, "RGB": 2, "P": 3, "LA": 4, "RGBA": 6}


def picture(image):
    """Of a Pillow image, its samples as tuples."""
    width, height = image.size
    pixels = image.load()
    rows = [[pixels[x, y] for x in range(width)] for y in range(height)]
    return [[v if isinstance(v, tuple) else (v,) for v in row] for row in rows]


def wide(rows, seed):
    """With 16 bits a sample: the 8 of before are the upper ones, the lower ones are noise."""
    return [[tuple(s << 8 | (s * 31 + x * 7 + y * 13 + seed) & 255 for s in p) for x, p in enumerate(row)] for y, row in enumerate(rows)]


def fewer(rows, bits):
    return [[tuple(s >> (8 - bits) for s in p) for p in row] for row in rows]


def packed(row, bits, order=">"):
    samples = [s for p in row for s in p]
    if bits == 16:
        return struct.pack(f"{order}{len(samples)}H", *samples)
    out, filled = bytearray(), 0
    for s in samples:
        if filled == 0:
            out.append(0)
        filled += bits
        out[-1] |= s << (8 - filled)
        filled %= 8
    return bytes(out)


# --- PNG -----------------------------------------------------------------------------------------


def paeth(a, b, c):
    p = a + b - c
    near = min(abs(p - a), abs(p - b), abs(p - c))
    return a if abs(p - a) == near else b if abs(p - b) == near else c


def filtered(lines, step, filters):
    out, above = bytearray(), None
    for i, line in enumerate(lines):
        kind = filters[i % len(filters)]
        above = above or bytes(len(line))
        out.append(kind)
        for x, v in enumerate(line):
            a, b, c = line[x - step] if x >= step else 0, above[x], above[x - step] if x >= step else 0
            out.append((v - (0, a, b, (a + b) // 2, paeth(a, b, c))[kind]) & 255)
        above = line
    return bytes(out)


def png(rows, kind, bits, filters, palette=None, interlaced=False):
    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    step = max(1, len(rows[0][0]) * bits // 8)
    passes = [[row[x::dx] for row in rows[y::dy]] for x, y, dx, dy in ADAM7] if interlaced else [rows]
    data = b"".join(filtered([packed(row, bits) for row in p], step, filters) for p in passes if p and p[0])
    header = struct.pack(">IIBBBBB", len(rows[0]), len(rows), bits, PNG_KINDS[kind], 0, 0, interlaced)
    parts = [b"\x89PNG\r\n\x1a\n", chunk(b"IHDR", header)]
    if palette:
        parts.append(chunk(b"PLTE", bytes(palette)))
    return b"".join(parts + [chunk(b"IDAT", zlib.compress(data, 9)), chunk(b"IEND", b"")])


# --- JPEG ----------------------------------------------------------------------------------------


def blocks_jpeg(width, height, factors, shades):
    """Blocks of 8x8 samples of one value each, three components with the given factors of sampling; shades yields the values."""
    widest, tallest = max(h for h, _ in factors), max(v for _, v in factors)
    bits, last = [], [0, 0, 0]
    for _ in range(-(-width // (8 * widest)) * -(-height // (8 * tallest))):
        for i, (h, v) in enumerate(factors):
            for _ in range(h * v):
                value = next(shades)
                difference, last[i] = value - last[i], value
                size = abs(difference).bit_length()
                bits.append(f"{size:04b}")
                if size:
                    bits.append(f"{difference if difference > 0 else difference + (1 << size) - 1:0{size}b}")
                bits.append("0")
    text = "".join(bits)
    text += "1" * (-len(text) % 8)
    data = bytes(int(text[i : i + 8], 2) for i in range(0, len(text), 8)).replace(b"\xff", b"\xff\0")

    def segment(marker, *parts):
        body = b"".join(parts)
        return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body

    # DC: the size in four bits; AC: one bit, the end of the block
    dc = b"\0" + bytes([0, 0, 0, 12]) + bytes(12) + bytes(range(12))
    ac = b"\x10" + bytes([1]) + bytes(15) + b"\0"
    components = b"".join(bytes([i + 1, h << 4 | v, 0]) for i, (h, v) in enumerate(factors))
    return b"".join(
        (
            b"\xff\xd8",
            segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0"),
            segment(0xDB, b"\0" + bytes([8] * 64)),
            segment(0xC0, struct.pack(">BHHB", 8, height, width, 3), components),
            segment(0xC4, dc),
            segment(0xC4, ac),
            segment(0xDA, bytes([3, 1, 0, 2, 0, 3, 0, 0, 63, 0])),
            data,
            b"\xff\xd9",
        )
    )


# --- TIFF ----------------------------------------------------------------------------------------


def predicted(rows, bits):
    """Each sample's difference to that of the pixel before."""
    return [[row[0]] + [tuple(b - a & (1 << bits) - 1 for a, b in zip(p, q)) for p, q in zip(row, row[1:])] for row in rows]


def tiff(rows, photometric, bits, order="<", deflated=False, predictor=False, planar=False, tile=None, strip=None, palette=None, alpha=2):
    """Alpha is 2, or 1 where the colours are said to be multiplied by it."""
    height, width, samples = len(rows), len(rows[0]), len(rows[0][0])
    planes = [[[(p[i],) for p in row] for row in rows] for i in range(samples)] if planar else [rows]
    across, down = tile or (width, strip or height)
    segments = []
    for plane in planes:
        for top in range(0, height, down):
            for left in range(0, width, across):
                part = [row[left : left + across] for row in plane[top : top + down]]
                if tile:
                    part = [row + row[-1:] * (across - len(row)) for row in part]
                    part += part[-1:] * (down - len(part))
                if predictor:
                    part = predicted(part, bits)
                data = b"".join(packed(row, bits, order) for row in part)
                segments.append(zlib.compress(data) if deflated else data)
    tags = {256: [width], 257: [height], 258: [bits] * samples, 259: [8 if deflated else 1], 262: [photometric], 277: [samples]}
    tags[284] = [2 if planar else 1]
    if predictor:
        tags[317] = [2]
    if palette:
        tags[320] = palette
    if samples in (2, 4):
        tags[338] = [alpha]
    if tile:
        tags[322], tags[323] = [across], [down]
    else:
        tags[278] = [down]
    offsets, at = [], 8
    for data in segments:
        offsets.append(at)
        at += len(data) + len(data) % 2
    tags[324 if tile else 273], tags[325 if tile else 279] = offsets, [len(data) for data in segments]
    body = b"".join(data + bytes(len(data) % 2) for data in segments)
    entries, values = b"", b""
    free = at + 2 + 12 * len(tags) + 4
    for tag, numbers in sorted(tags.items()):
        kind, letter = (4, "I") if tag in (273, 279, 324, 325) else (3, "H")
        value = struct.pack(f"{order}{len(numbers)}{letter}", *numbers)
        entries += struct.pack(f"{order}HHI", tag, kind, len(numbers))
        if len(value) <= 4:
            entries += value.ljust(4, b"\0")
        else:
            entries += struct.pack(f"{order}I", free + len(values))
            values += value + bytes(len(value) % 2)
    head = (b"II" if order == "<" else b"MM") + struct.pack(f"{order}HI", 42, at)
    return head + body + struct.pack(f"{order}H", len(tags)) + entries + bytes(4) + values


# --- BMP -----------------------------------------------------------------------------------------


def bmp(width, height, bits, compression, data, between=b""):
    """With what stands between header and data: masks or a palette."""
    start = 54 + len(between)
    colors = len(between) // 4 if bits <= 8 else 0
    info = struct.pack("<IiiHHIIiiII", 40, width, height, 1, bits, compression, len(data), 2835, 2835, colors, 0)
    return struct.pack("<2sIHHI", b"BM", start + len(data), 0, 0, start) + info + between + data


def masked_bmp(rows, masks, top_down=False):
    """Red, green and blue in two or four bytes by their masks."""
    size = 2 if max(masks) < 1 << 16 else 4

    def value(p):
        out = 0
        for s, mask in zip(p, masks):
            low = mask & -mask
            out |= (s * (mask // low) // 255) * low
        return out

    lines = [struct.pack(f"<{len(row)}{'H' if size == 2 else 'I'}", *map(value, row)) for row in rows]
    lines = [line + bytes(-len(line) % 4) for line in (lines if top_down else lines[::-1])]
    height = -len(rows) if top_down else len(rows)
    return bmp(len(rows[0]), height, 8 * size, 3, b"".join(lines), struct.pack("<3I", *masks))


def run_length_bmp(rows, bits, palette):
    """Runs where a value repeats, literal values where it does not."""
    data = bytearray()
    for row in rows[::-1]:
        values, x = [p[0] for p in row], 0
        while x < len(values):
            run = 1
            while x + run < len(values) and run < 255 and values[x + run] == values[x]:
                run += 1
            if run > 1 or len(values) - x < 4:
                data += bytes([run, values[x] * (17 if bits == 4 else 1)])
                x += run
                continue
            # an even number: of an odd one Pillow loses the last value of four bits
            some = values[x : x + min(250, (len(values) - x) // 2 * 2)]
            literal = bytes(some) if bits == 8 else packed([(v,) for v in some], 4)
            data += bytes([0, len(some)]) + literal + bytes(len(literal) % 2)
            x += len(some)
        data += b"\0\0"
    data += b"\0\1"
    colors = b"".join(bytes([b, g, r, 0]) for r, g, b in zip(*[iter(palette)] * 3))
    return bmp(len(rows[0]), len(rows), bits, 1 if bits == 8 else 2, bytes(data), colors)


# --- GIF -----------------------------------------------------------------------------------------


def with_frame_sides(gif, width, height):
    """Sets the sides that the first frame states."""
    data = bytearray(gif)
    at = 13 + (3 << (data[10] & 7) + 1 if data[10] & 0x80 else 0)
    while data[at] == 0x21:
        at += 2
        while data[at]:
            at += data[at] + 1
        at += 1
    data[at + 5 : at + 9] = struct.pack("<HH", width, height)
    return bytes(data)
