#!/usr/bin/env python3
"""Writes the dictionary that parts Chinese into words: ./dev python3 web/words/data/make_chinese.py OUT [TEXT]

Words, frequencies, classes and the model for unknown words are those of Debian's python3-jieba (MIT); simplified forms and the list of common
characters (level 1 of the Table of General Standard Chinese Characters, 2013) are of unicode-data (Unicode License v3). Their licences go
beside OUT. The layout is docs/formats/chinese-dictionary.md. With TEXT, a file, only what parts that text: the fixtures of tests.
"""
import bz2
import importlib.util
import math
import pathlib
import re
import shutil
import struct
import sys

JIEBA = pathlib.Path("/usr/lib/python3/dist-packages/jieba")
UNICODE = pathlib.Path("/usr/share/unicode")
MAGIC = b"CLPZHW\x00\x01"
SCALE = 1 << 20        # of the costs of words: natural logarithms
MODEL_SCALE = 1 << 11  # of the model
MISSING = 0xFFFF
STATES = "BEMS"
CLASSES = dict(other=0, noun=1, person=2, place=3, verb=4, adjective=5, adverb=6, conjunction=7, function=8, idiom=9, time=10)


def word_class(tag):
    if tag in ("nr", "nrfg", "nrt"):
        return CLASSES["person"]
    if tag == "ns":
        return CLASSES["place"]
    if tag in ("vn", "an") or tag[0] in "njs":
        return CLASSES["noun"]
    if tag in ("d", "df", "dg"):
        return CLASSES["adverb"]
    first = {"v": "verb", "a": "adjective", "b": "adjective", "c": "conjunction", "i": "idiom", "l": "idiom", "t": "time"}.get(tag[0])
    if tag == "z":
        first = "adjective"
    if first is None and tag[0] in "pruymqfekohx":
        first = "function"
    return CLASSES[first or "other"]


def units(text):
    data = text.encode("utf-16-le")
    return struct.unpack(f"<{len(data) // 2}H", data)


class Node:
    __slots__ = ("children", "value", "kind")

    def __init__(self):
        self.children, self.value, self.kind = {}, 0, 0


def module(name):
    spec = importlib.util.spec_from_file_location(name, JIEBA / "finalseg" / f"{name}.py")
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded.P


def planes(numbers):
    """Low bytes, then high bytes: each alone compresses better."""
    return bytes(n & 255 for n in numbers) + bytes(n >> 8 for n in numbers)


entries, total = {}, 0
for line in (JIEBA / "dict.txt").read_text("utf-8").splitlines():
    word, frequency, *tag = line.split(" ")
    total += int(frequency)
    if 2 * len(word) <= 32:
        entries[word] = (int(frequency), tag[0] if tag else "x")

only = pathlib.Path(sys.argv[2]).read_text("utf-8") if len(sys.argv) > 2 else None
if only is not None:
    entries = {word: entry for word, entry in entries.items() if word in only}

frequencies = sorted({frequency for frequency, _ in entries.values()}, reverse=True)
number = {frequency: i + 1 for i, frequency in enumerate(frequencies)}
costs = [round(-math.log(max(frequency, 1) / total) * SCALE) for frequency in frequencies]

root = Node()
for word, (frequency, tag) in entries.items():
    node = root
    for unit in units(word):
        if unit not in node.children:
            node.children[unit] = Node()
        node = node.children[unit]
    node.value, node.kind = number[frequency], word_class(tag)

# Breadth first: the children of a node stand side by side, in the order of the nodes.
order, counts, labels = [root], [], []
for node in order:
    counts.append(len(node.children))
    for unit in sorted(node.children):
        labels.append(unit)
        order.append(node.children[unit])

start, transition, emission = module("prob_start"), module("prob_trans"), module("prob_emit")
weigh = lambda value: min(MISSING, round(-value * MODEL_SCALE)) if value > -1e50 else MISSING
characters = sorted({c for state in STATES for c in emission[state] if len(units(c)) == 1 and (only is None or c in only)})
model = [weigh(start[state]) for state in STATES]
model += [weigh(transition[a].get(b, -3.14e100)) for a in STATES for b in STATES]
for state in STATES:
    model += [weigh(emission[state].get(c, -3.14e100)) for c in characters]

# A traditional form and its simplified one. Where a character is both, as in 乾, the word decides and no pair stands here.
simplified, common = {}, set()
for line in bz2.open(UNICODE / "Unihan_Variants.txt.bz2", "rt", encoding="utf-8"):
    found = re.match(r"U\+([0-9A-F]{4})\tkSimplifiedVariant\t(.*)", line)
    if found:
        own = int(found[1], 16)
        others = [int(each[2:].split("<")[0], 16) for each in found[2].split()]
        if own not in others and others[0] < 0x10000:
            simplified[own] = others[0]
for line in bz2.open(UNICODE / "Unihan_OtherMappings.txt.bz2", "rt", encoding="utf-8"):
    found = re.match(r"U\+([0-9A-F]{4})\tkTGH\t2013:(\d+)", line)
    if found and int(found[2]) <= 3500:
        common.add(int(found[1], 16))
pairs = sorted((own, other) for own, other in simplified.items() if own not in common and (only is None or chr(own) in only))
assert len(common) == 3500
bits = bytearray((0xA000 - 0x4E00) // 8)
for code in common:
    bits[(code - 0x4E00) // 8] |= 1 << (code - 0x4E00) % 8

data = MAGIC + struct.pack("<6I", len(order), len(costs), len(characters), len(pairs), round(math.log(total) * SCALE), 0)
data += planes(counts) + planes(labels) + planes([node.value for node in order]) + bytes(node.kind for node in order)
data += struct.pack(f"<{len(costs)}I", *costs)
data += planes([ord(c) for c in characters]) + planes(model)
data += planes([own for own, _ in pairs]) + planes([other for _, other in pairs]) + bytes(bits)

out = pathlib.Path(sys.argv[1])
out.parent.mkdir(parents=True, exist_ok=True)
out.write_bytes(data)
print(f"{out}: {len(data)} bytes, {len(entries)} words, {len(order)} nodes, {len(characters)} characters of the model, {len(pairs)} simplified forms")
if only is not None:
    sys.exit()
shutil.copyfile("/usr/share/doc/python3-jieba/copyright", out.with_suffix(".LICENSE"))
with out.with_suffix(".LICENSE").open("a", encoding="utf-8") as licence:
    licence.write("\nSimplified forms and common characters: Unicode Character Database.\n\n" + pathlib.Path("/usr/share/doc/unicode-data/copyright").read_text("utf-8"))
