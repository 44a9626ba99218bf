"""Pictures: a paper that is one is drawn again from its pixels; those inside other files lose all but their pixels."""

import io
import struct
import warnings

from PIL import ExifTags, Image, ImageCms, ImageOps, UnidentifiedImageError

from .words import Refused

MOST_PIXELS = 40_000_000
"""More than most phones make. A picture takes up to twelve bytes of memory a pixel while it is drawn again."""
FORMATS = {"jpg": "JPEG", "png": "PNG"}
QUALITY = 90


def clean(content, kind):
    """Return (bytes, {code: times}) of a JPEG or PNG drawn again from its pixels, the right way up, on white."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(content), formats=[FORMATS[kind]]) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    raise Refused("pixels")
                found = _told(opened)
                profile = opened.info.get("icc_profile")
                ImageOps.exif_transpose(opened, in_place=True)
                pixels = _plain(opened, profile)
    except Image.DecompressionBombError as error:
        raise Refused("pixels") from error
    except (OSError, SyntaxError, ValueError, struct.error, UnidentifiedImageError) as error:
        raise Refused("broken") from error
    # Another picture of the same pixels: what else the first one carried has no way into it.
    fresh = Image.new(pixels.mode, pixels.size)
    fresh.paste(pixels)
    out = io.BytesIO()
    fresh.save(out, FORMATS[kind], **({"quality": QUALITY} if kind == "jpg" else {"optimize": False}))
    return out.getvalue(), found


def _plain(picture, profile):
    """Return the picture in RGB or grey, in the colours every screen takes it for, with nothing under what is clear."""
    if picture.mode in ("1", "L"):
        return picture.convert("L")
    if picture.mode.startswith("I") or picture.mode == "F":
        return picture.convert("I").point(lambda value: value / 256).convert("L")
    if picture.mode in ("P", "PA", "LA", "RGBA", "RGBa", "La") or "transparency" in picture.info:
        clear = picture.convert("RGBA")
        picture = Image.new("RGB", clear.size, "white")
        picture.paste(clear, mask=clear.getchannel("A"))
    if profile and picture.mode in ("RGB", "CMYK"):
        try:
            given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            return ImageCms.profileToProfile(picture, given, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # a profile that cannot be read is as good as none
    return picture.convert("RGB")


def _told(opened):
    """Return what a picture tells beside its pixels, as {code: 1}."""
    found, exif = {}, opened.getexif()
    if exif.get_ifd(ExifTags.IFD.GPSInfo):
        found["place"] = 1
    names = {ExifTags.Base.Artist, ExifTags.Base.Copyright, ExifTags.Base.XPAuthor}
    if any(exif.get(tag) for tag in names):
        found["author"] = 1
    if set(exif) - names - {ExifTags.Base.Orientation, ExifTags.IFD.GPSInfo}:
        found["camera"] = 1
    beside = {"comment", "xmp", "XML:com.adobe.xmp", "photoshop", "Raw profile type exif", "mp"}
    texts = {key for key in getattr(opened, "text", {}) if key not in beside}
    if beside & set(opened.info) or texts:
        found["notes"] = 1
    return found


# --- pictures inside other files: the same pixels, bit for bit -------------------------------------------------------
def strip_jpeg(content):
    """Return a JPEG without any of its comments, profiles and thumbnails, its pixels as they were. Raises Refused."""
    if not content.startswith(b"\xff\xd8"):
        raise Refused("broken")
    kept, at = [b"\xff\xd8"], 2
    try:
        while True:
            while content[at] == 0xFF and content[at + 1] == 0xFF:
                at += 1
            if content[at] != 0xFF:
                raise Refused("broken")
            marker = content[at + 1]
            if marker == 0xD9:
                return b"".join([*kept, b"\xff\xd9"])
            (length,) = struct.unpack(">H", content[at + 2 : at + 4])
            part = content[at : at + 2 + length]
            at += 2 + length
            if marker == 0xE0 and part[4:9] == b"JFIF\0":
                kept.append(b"\xff\xe0\x00\x10" + part[4:16] + b"\0\0")  # without its thumbnail
            elif marker == 0xEE and part[4:9] == b"Adobe":
                kept.append(b"\xff\xee\x00\x0e" + part[4:16])  # says how the colours are meant
            elif not (0xE0 <= marker <= 0xEF or marker == 0xFE):
                kept.append(part)
            if marker == 0xDA:
                start = at
                while content[at] != 0xFF or content[at + 1] == 0 or 0xD0 <= content[at + 1] <= 0xD7:
                    at = content.index(b"\xff", at + 1)
                kept.append(content[start:at])
    except (IndexError, ValueError, struct.error):
        # A scan without an end is drawn by every program all the same; it ends here.
        if any(part[:2] == b"\xff\xda" for part in kept):
            rest = content[start:] if kept[-1][:2] == b"\xff\xda" else b""
            return b"".join([*kept, rest.split(b"\xff\xe1")[0].split(b"\xff\xfe")[0], b"\xff\xd9"])
        raise Refused("broken") from None


PNG_PARTS = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"pHYs", b"bKGD"}


def strip_png(content):
    """Return a PNG without its texts, times and profiles, its pixels as they were. Raises Refused."""
    kept, at = [content[:8]], 8
    try:
        while True:
            length, name = struct.unpack(">I4s", content[at : at + 8])
            part = content[at : at + 12 + length]
            if len(part) != 12 + length:
                raise Refused("broken")
            at += len(part)
            if name in PNG_PARTS:
                kept.append(part)
            if name == b"IEND":
                return b"".join(kept)
    except struct.error:
        raise Refused("broken") from None


JP2_BOXES = {b"jP  ", b"ftyp", b"jp2h", b"jp2c"}


def strip_jp2(content):
    """Return a JPEG 2000 picture without its texts and comments. Raises Refused."""
    if content.startswith(b"\xff\x4f"):
        return _strip_codestream(content)
    kept, at = [], 0
    try:
        while at < len(content):
            length, name = struct.unpack(">I4s", content[at : at + 8])
            head = 8
            if length == 1:
                (length,) = struct.unpack(">Q", content[at + 8 : at + 16])
                head = 16
            length = length or len(content) - at
            if length < head:
                raise Refused("broken")
            if name == b"jp2c":
                body = _strip_codestream(content[at + head : at + length])
                kept.append(struct.pack(">I4s", len(body) + 8, name) + body)
            elif name in JP2_BOXES:
                kept.append(content[at : at + length])
            at += length
    except struct.error:
        raise Refused("broken") from None
    return b"".join(kept)


def _strip_codestream(content):
    """Leave out the comments in the main header, which ends where the first tile begins."""
    kept, at = [content[:2]], 2
    while content[at : at + 2] not in (b"\xff\x90", b""):
        (length,) = struct.unpack(">H", content[at + 2 : at + 4])
        if content[at : at + 2] != b"\xff\x64":
            kept.append(content[at : at + 2 + length])
        at += 2 + length
    return b"".join([*kept, content[at:]])


def strip_gif(content):
    """Return the first picture of a GIF, drawn again, without comments. Raises Refused."""
    try:
        with Image.open(io.BytesIO(content), formats=["GIF"]) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise Refused("pixels")
            fresh = Image.frombytes("RGB", opened.size, _plain(opened, None).convert("RGB").tobytes())
    except (OSError, SyntaxError, ValueError, struct.error, Image.DecompressionBombError) as error:
        raise Refused("media") from error
    out = io.BytesIO()
    fresh.save(out, "GIF")
    return out.getvalue()
