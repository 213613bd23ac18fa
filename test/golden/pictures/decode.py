"""Writes decode.json: small pictures of every sort as base64, with Pillow's values as base64 or, of the larger ones,
SHA-256 (its first 16 digits), and where that is Pillow's to give, after exif_transpose."""
import base64
import hashlib
import io
import json
import os

import numpy as np
import PIL
from PIL import Image, ImageCms, ImageOps, PngImagePlugin

HERE = os.path.dirname(os.path.abspath(__file__))
cat = Image.open(os.path.join(HERE, "../../../notebooks/data/chelsea.png")).convert("RGB")
# The eye: edges, hair and colors.
eye = cat.crop((160, 90, 201, 125))
cases = {}


def add(name, picture, kind, ground=None, values=None, **options):
    file = io.BytesIO()
    picture.save(file, kind, **options)
    data = file.getvalue()
    keep(name, data, ground, values)
    return data


def keep(name, data, ground=None, values=None):
    if values is None:
        opened = ImageOps.exif_transpose(Image.open(io.BytesIO(data)))
        if ground is not None:
            mode = "L" if opened.mode in ("L", "LA") else "RGB"
            opened = opened.convert("RGBA" if mode == "RGB" or opened.mode == "L" else "LA")
            under = Image.new(mode, opened.size, ground if mode == "L" else (ground,) * 3)
            under.paste(opened.convert(mode), mask=opened.getchannel("A"))
            opened = under
        elif opened.mode in ("P", "CMYK"):
            opened = opened.convert("RGB")
        elif opened.mode == "1":
            opened = opened.convert("L")
        values = np.asarray(opened)
    height, width = values.shape[:2]
    cases[name] = {
        "file": base64.b64encode(data).decode(),
        "height": height,
        "width": width,
        "channels": 1 if values.ndim == 2 else values.shape[2],
        "sha256": hashlib.sha256(np.ascontiguousarray(values).tobytes()).hexdigest()[:16],
    }


# JPEG: every way of sampling, sequential and progressive, odd and tiny sizes.
for sampling in ("4:4:4", "4:2:2", "4:2:0"):
    for progressive in (False, True):
        kind = "progressive" if progressive else "baseline"
        add(f"jpeg {kind} {sampling}", eye, "JPEG", quality=80, subsampling=sampling, progressive=progressive)
add("jpeg 4:4:0", eye.transpose(Image.Transpose.ROTATE_90), "JPEG", quality=70, subsampling="4:2:2")
for size in ((1, 1), (2, 2), (3, 1), (1, 9), (5, 5), (8, 8), (16, 16), (17, 33)):
    add(f"jpeg {size[0]} x {size[1]} 4:2:0", eye.crop((3, 3, 3 + size[0], 3 + size[1])), "JPEG", subsampling="4:2:0")
    add(f"jpeg {size[0]} x {size[1]} 4:2:2", eye.crop((3, 3, 3 + size[0], 3 + size[1])), "JPEG", subsampling="4:2:2")
add("jpeg quality 5", eye, "JPEG", quality=5)
add("jpeg quality 100", eye, "JPEG", quality=100, subsampling="4:4:4")
add("jpeg restart marks", eye, "JPEG", restart_marker_blocks=2)
add("jpeg restart marks, progressive", eye, "JPEG", restart_marker_rows=1, progressive=True)
add("jpeg optimized", eye, "JPEG", optimize=True)
add("jpeg gray", eye.convert("L"), "JPEG", quality=85)
add("jpeg gray progressive", eye.convert("L"), "JPEG", quality=85, progressive=True)
add("jpeg RGB kept", eye, "JPEG", keep_rgb=True, quality=90)
cmyk = eye.convert("CMYK")
ink = np.asarray(cmyk).copy()
ink[..., 3] = np.linspace(0, 200, ink.shape[1]).astype(np.uint8)
add("jpeg CMYK, Adobe", Image.fromarray(ink, "CMYK"), "JPEG", quality=90)
noise = np.random.default_rng(1).integers(0, 256, (23, 19, 3), dtype=np.uint8)
add("jpeg noise", Image.fromarray(noise), "JPEG", quality=30)
for sampling in ("4:2:0", "4:2:2"):
    # Two samples across are repeated; three are "fancy".
    for width in (4, 5):
        add(f"jpeg noise {width} x 4 {sampling}", Image.fromarray(noise[:4, :width]), "JPEG", quality=95, subsampling=sampling)
for orientation in range(1, 9):
    exif = Image.Exif()
    exif[0x0112] = orientation
    add(f"jpeg orientation {orientation}", eye.crop((0, 0, 13, 9)), "JPEG", exif=exif)

# 4:4:0, 4:1:1 and YCCK, made by changing headers: a file's frame header stands for other sampling of the same blocks.
def patch(name, data, change):
    data = bytearray(data)
    at = data.find(b"\xff\xc0") if b"\xff\xc0" in data else data.find(b"\xff\xc2")
    change(data, at)
    keep(name, bytes(data))


def turn_sampling(sampling):
    def change(data, at):
        data[at + 11] = sampling
    return change


def jpeg(picture, **options):
    file = io.BytesIO()
    picture.save(file, "JPEG", **options)
    return file.getvalue()


square = cat.crop((160, 90, 192, 122))
patch("jpeg 4:4:0 by header", jpeg(square, subsampling="4:2:2"), turn_sampling(0x12))


def eleven(data, at):
    data[at + 11] = 0x41
    # 4 blocks of brightness a unit: of 4:2:0's 32 x 32 become 64 x 16.
    data[at + 5:at + 9] = bytes([0, 16, 0, 64])


patch("jpeg 4:1:1 by header", jpeg(square, subsampling="4:2:0"), eleven)


def ycck(data, at):
    place = data.find(b"Adobe")
    data[place + 11] = 2


def named(letters):
    def change(data, at):
        scan = data.find(b"\xff\xda")
        for i, letter in enumerate(letters):
            data[at + 10 + 3 * i] = data[scan + 5 + 2 * i] = letter
    return change


def unmarked(data, at):
    data[data.find(b"JFIF")] = ord("X")
    named(b"RGB")(data, at)


# JFIF's mark goes before the components' names; without it they are what they are called.
patch("jpeg JFIF with components R, G, B", jpeg(square), named(b"RGB"))
patch("jpeg unmarked with components R, G, B", jpeg(square), unmarked)
patch("jpeg YCCK, Adobe", jpeg(Image.fromarray(ink, "CMYK"), quality=90), ycck)

# PNG: every color type, depth, interlacing (Pillow writes none: written here), transparency.
def png(width, height, depth, color, rows, extra=(), interlace=0):
    import struct
    import zlib

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, interlace)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + b"".join(chunk(*each) for each in extra)
            + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b""))


def packed(values, depth):
    """Rows of samples, [height, samples], as PNG packs them, without filters."""
    out = bytearray()
    for row in values:
        out.append(0)
        if depth == 16:
            out += np.asarray(row, ">u2").tobytes()
        else:
            bits = "".join(format(int(v), f"0{depth}b") for v in row)
            bits += "0" * (-len(bits) % 8)
            out += bytes(int(bits[i:i + 8], 2) for i in range(0, len(bits), 8))
    return bytes(out)


PASSES = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def interlaced(values, depth, samples):
    out = b""
    for left, top, across, down in PASSES:
        part = values[top::down, left::across]
        if part.size:
            out += packed(part.reshape(part.shape[0], -1), depth)
    return out


rng = np.random.default_rng(16)
for color, samples, depths in ((0, 1, (1, 2, 4, 8, 16)), (2, 3, (8, 16)), (3, 1, (1, 2, 4, 8)), (4, 2, (8, 16)), (6, 4, (8, 16))):
    for depth in depths:
        for interlace in (0, 1):
            height, width = (11, 13) if interlace == 0 else (10, 9)
            values = rng.integers(0, 2**depth, (height, width, samples))
            extra = [(b"PLTE", rng.integers(0, 256, 3 * 2**depth, dtype=np.uint8).tobytes())] if color == 3 else []
            rows = interlaced(values, depth, samples) if interlace else packed(values.reshape(height, -1), depth)
            data = png(width, height, depth, color, rows, extra, interlace)
            name = f"png color type {color}, {depth} bits{', interlaced' if interlace else ''}"
            if color == 0 and depth == 16:
                # Pillow keeps 16 bits of gray: the upper 8.
                keep(name, data, values=(values[..., 0] >> 8).astype(np.uint8))
            elif color == 4 and depth == 16:
                upper = (values >> 8).astype(np.uint8)
                gray, alpha = upper[..., 0].astype(int), upper[..., 1].astype(int)
                keep(name, data, values=((gray * alpha + 255 * (255 - alpha)) / 255 + 0.5).astype(np.uint8))
            else:
                keep(name, data, ground=255 if color in (4, 6) else None)
palette = rng.integers(0, 256, 48, dtype=np.uint8).tobytes()
indices = rng.integers(0, 16, (7, 9, 1))
keep("png palette with alpha", png(9, 7, 4, 3, packed(indices.reshape(7, -1), 4),
     [(b"PLTE", palette), (b"tRNS", bytes([0, 40, 128, 255, 200]))]), ground=255)
gray = rng.integers(0, 4, (5, 6, 1))
keep("png gray with a clear value", png(6, 5, 2, 0, packed(gray.reshape(5, -1), 2), [(b"tRNS", b"\0\2")]),
     # Pillow looks for the gray 2 among the scaled values: by PNG's rules here.
     values=np.where(gray == 2, 255, gray * 85).astype(np.uint8)[..., 0])
clear = noise.copy()
clear[::2, ::3] = (1, 2, 3)
add("png RGB with a clear color", Image.fromarray(clear), "PNG", ground=255, transparency=(1, 2, 3))
add("png all filters", eye, "PNG", optimize=True)
exif = Image.Exif()
exif[0x0112] = 8
add("png orientation 8", eye.crop((0, 0, 13, 9)), "PNG", exif=exif)
animation = [Image.new("RGB", (4, 3), color) for color in ("red", "blue")]
add("png animated", animation[0], "PNG", save_all=True, append_images=animation[1:])

# WebP.
alpha = np.dstack([np.asarray(eye), np.linspace(0, 255, 35 * 41).reshape(35, 41).astype(np.uint8)])
add("webp lossy", eye, "WEBP", quality=60)
add("webp lossless", eye, "WEBP", lossless=True)
add("webp lossy with alpha", Image.fromarray(alpha), "WEBP", ground=255, quality=60)
add("webp lossless with alpha", Image.fromarray(alpha), "WEBP", ground=255, lossless=True, exact=True)
exif = Image.Exif()
exif[0x0112] = 6
add("webp orientation 6", eye, "WEBP", quality=60, exif=exif)
frames = [eye, eye.rotate(180)]
add("webp animated", frames[0], "WEBP", ground=255, save_all=True, append_images=frames[1:], lossless=True)

# Color profiles: sRGB, and one that is not.
profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
add("jpeg sRGB profile", eye.crop((0, 0, 8, 8)), "JPEG", icc_profile=profile)
other = profile.replace(b"s\0R\0G\0B\0", b"C\0o\0s\0t\0").replace(b"\0s\0R\0G\0B", b"\0C\0o\0s\0t")
assert other != profile
add("jpeg other profile", eye.crop((0, 0, 8, 8)), "JPEG", icc_profile=other)
add("png other profile", eye.crop((0, 0, 8, 8)), "PNG", icc_profile=other)
add("webp other profile", eye.crop((0, 0, 8, 8)), "WEBP", icc_profile=other)

with open(os.path.join(HERE, "decode.json"), "w") as file:
    rows = ",\n".join(f"{json.dumps(name)}: {json.dumps(case)}" for name, case in cases.items())
    file.write(f'{{"pillow": "{PIL.__version__}", "cases": {{\n{rows}\n}}}}\n')
