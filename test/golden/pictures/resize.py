"""Writes resize.json: pictures of random bytes, resized by Pillow. Each case: height, width, channels, seed of the
picture, height and width wanted, filter, SHA-256 of the bytes that come out (its first 16 digits)."""
import hashlib
import json
import random

import numpy as np
import PIL
from PIL import Image

FILTERS = ["nearest", "box", "bilinear", "hamming", "bicubic", "lanczos"]


def picture(height, width, channels, seed):
    """Bytes of a linear congruential generator; the test has the same."""
    state, out = seed, bytearray()
    for _ in range(height * width * channels):
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        out.append((state >> 16) & 255)
    values = np.frombuffer(bytes(out), np.uint8).reshape(height, width, channels)
    return Image.fromarray(values[..., 0] if channels == 1 else values)


random.seed(16)
cases = []
for i in range(360):
    most = 5 if i % 6 == 0 else 80
    height, width, new_height, new_width = (random.randint(1, most) for _ in range(4))
    if i % 10 == 3:
        new_height = height
    if i % 10 == 4:
        new_width = width
    if i % 10 == 5:
        new_height, new_width = 1 + height // 7, 1 + width // 9
    channels, seed, name = random.choice([1, 3]), random.randint(1, 10**6), FILTERS[i % 6]
    out = picture(height, width, channels, seed).resize((new_width, new_height), getattr(Image.Resampling, name.upper()))
    digest = hashlib.sha256(np.asarray(out).tobytes()).hexdigest()[:16]
    cases.append([height, width, channels, seed, new_height, new_width, name, digest])
with open("resize.json", "w") as file:
    rows = ",\n".join(json.dumps(case) for case in cases)
    file.write(f'{{"pillow": "{PIL.__version__}", "cases": [\n{rows}\n]}}\n')
