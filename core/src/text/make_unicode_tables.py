#!/usr/bin/env python3
"""Writes unicode_tables.cpp from Debian's package unicode-data: ./dev python3 core/src/text/make_unicode_tables.py

Code points that came after Unicode 14.0 count as unassigned: the ISCC's reference implementation is at that version, and every code
point that is assigned changes what a text's code is. For the older ones 15.1 says what 14.0 said (tests/core/unicode_test.cpp holds the
tables to digests made by a Unicode 14 implementation).
"""
import pathlib

DATA = pathlib.Path("/usr/share/unicode")
VERSION = (14, 0)
# From here on nothing but tags, variation selectors, private use and unassigned code points: unicode.cpp knows them by range.
END = 0x31400
FLAGS = dict(control=1, mark=2, punctuation=4, space=8, cased=16, ignorable=32, decomposes=64, follows=128)


def ranges(name, prefix=None):
    for line in (DATA / name).read_text().splitlines():
        fields = [field.strip() for field in line.split("#")[0].split(";")]
        if len(fields) < 2 or (prefix and fields[1] != prefix):
            continue
        first, _, last = fields[0].partition("..")
        yield range(int(first, 16), int(last or first, 16) + 1), fields[1]


def read():
    old = set()
    for span, age in ranges("DerivedAge.txt"):
        if tuple(map(int, age.split("."))) <= VERSION:
            old.update(span)
    points, first = {}, None
    for line in (DATA / "UnicodeData.txt").read_text().splitlines():
        fields = line.split(";")
        code = int(fields[0], 16)
        if fields[1].endswith(", First>"):
            first = code
            continue
        for each in range(first if fields[1].endswith(", Last>") else code, code + 1):
            if each in old:
                points[each] = fields
    return points


def property_set(name, value):
    return {code for span, _ in ranges(name, value) for code in span}


points = read()
cased = property_set("DerivedCoreProperties.txt", "Cased")
ignorable = property_set("DerivedCoreProperties.txt", "Case_Ignorable")
excluded = property_set("DerivedNormalizationProps.txt", "Full_Composition_Exclusion")

# Hangul syllables decompose by arithmetic (section 3.12) and stand in no table.
HANGUL = range(0xAC00, 0xD7A4)
decomposition, canonical = {}, set()
for code, fields in points.items():
    if fields[5] and code not in HANGUL:
        parts = fields[5].split()
        if not parts[0].startswith("<"):
            canonical.add(code)
        decomposition[code] = [int(part, 16) for part in parts if not part.startswith("<")]

# What composes with what stands before it, and what comes of it: ordered by the pair.
pairs = sorted((decomposition[code][0], decomposition[code][1], code)
               for code in canonical if len(decomposition[code]) == 2 and code not in excluded)
followers = {second for _, second, _ in pairs} | set(range(0x1161, 0x1176)) | set(range(0x11A8, 0x11C3))
lower = {code: int(fields[13], 16) for code, fields in points.items() if fields[13]}
# The one lower case of two code points that holds in every language (SpecialCasing.txt); unicode.cpp has it, and the final sigma.
lower.pop(0x0130)


def flags(code):
    if code not in points:
        return FLAGS["control"]
    fields = points[code]
    category, bidirectional = fields[2], fields[4]
    value = {"C": FLAGS["control"], "M": FLAGS["mark"], "P": FLAGS["punctuation"]}.get(category[0], 0)
    # White space as Python's str.isspace has it.
    if category == "Zs" or bidirectional in ("WS", "B", "S"):
        value |= FLAGS["space"]
    value |= FLAGS["cased"] * (code in cased) | FLAGS["ignorable"] * (code in ignorable)
    return value | FLAGS["decomposes"] * (code in decomposition) | FLAGS["follows"] * (code in followers)


for code in range(END, 0x110000):
    if 0xE0100 <= code <= 0xE01EF:
        expected = FLAGS["mark"] | FLAGS["ignorable"]
    elif code == 0xE0001 or 0xE0020 <= code <= 0xE007F:
        expected = FLAGS["control"] | FLAGS["ignorable"]
    else:
        expected = FLAGS["control"]
    assert flags(code) == expected and code not in lower, hex(code)


def numbered(values):
    """Each distinct value once, and for every code point the number of its own."""
    distinct = sorted(set(values))
    number = {value: i for i, value in enumerate(distinct)}
    return distinct, [number[value] for value in values]


def trie(values, default):
    """Two stages: the number of a block of code points, then a place in it. The block size that gives the least bytes."""
    best = None
    width = 1 if max(values) < 256 else 2
    for shift in range(4, 9):
        size = 1 << shift
        padded = values + [default] * (-len(values) % size)
        blocks, index = {}, []
        for at in range(0, len(padded), size):
            index.append(blocks.setdefault(tuple(padded[at:at + size]), len(blocks)))
        cost = len(index) * (1 if len(blocks) <= 256 else 2) + len(blocks) * size * width
        if best is None or cost < best[0]:
            best = (cost, shift, index, [value for block in blocks for value in block])
    return best[1:]


written = 0


def array(kind, name, values):
    global written
    width = {"std::uint8_t": 1, "std::uint16_t": 2, "std::int32_t": 4, "char32_t": 4}[kind]
    written += width * len(values)
    lines, line = [], "   "
    for value in values:
        text = f" {value},"
        if len(line) + len(text) > 150:
            lines.append(line)
            line = "   "
        line += text
    return f"const {kind} {name}[{len(values)}] = {{\n" + "\n".join(lines + [line]) + "\n};\n"


def two_stages(name, values, default):
    shift, index, blocks = trie(values, default)
    small = "std::uint8_t" if max(index) < 256 else "std::uint16_t"
    value = "std::uint8_t" if max(blocks) < 256 else "std::uint16_t"
    out.append(f"static_assert(k{name}Shift == {shift});\n")
    shifts.append(f"inline constexpr int k{name}Shift = {shift};\n")
    declarations.append(f"extern const {small} k{name}Index[{len(index)}];\nextern const {value} k{name}Block[{len(blocks)}];\n")
    out.append(array(small, f"k{name}Index", index))
    out.append(array(value, f"k{name}Block", blocks))


out, declarations, shifts = [], [], []

classes, numbers = numbered([(flags(code), int(points[code][3]) if code in points else 0) for code in range(END)])
two_stages("Class", numbers, 0)
out.append(array("std::uint8_t", "kClassFlags", [value for value, _ in classes]))
out.append(array("std::uint8_t", "kClassCombining", [combining for _, combining in classes]))
declarations.append(f"extern const std::uint8_t kClassFlags[{len(classes)}];\nextern const std::uint8_t kClassCombining[{len(classes)}];\n")

# Of each mapping: a unit with its length and whether it is canonical, then UTF-16. The mappings stand in the order of their code points; of
# each group of 16 it is said where its first begins, and those before the wanted one are walked past.
GROUP = 16
pool, groups = [0], []
for first in range(0, END, GROUP):
    mapped = [code for code in range(first, first + GROUP) if code in decomposition]
    groups.append(len(pool) if mapped else 0)
    for code in mapped:
        text = "".join(map(chr, decomposition[code])).encode("utf-16-le")
        units = [int.from_bytes(text[i:i + 2], "little") for i in range(0, len(text), 2)]
        pool.extend([len(units) << 1 | (code in canonical), *units])
assert len(pool) < 65536
two_stages("Group", groups, 0)
out.append(array("std::uint16_t", "kDecompositionPool", pool))
declarations.append(f"extern const std::uint16_t kDecompositionPool[{len(pool)}];\n")

near = [code for _, _, code in pairs if code < 0x10000]
out.append(array("std::uint16_t", "kComposed", near))
far = [code for _, _, code in pairs if code >= 0x10000]
out.append(array("char32_t", "kComposedBeyond", far))
declarations.append(f"extern const std::uint16_t kComposed[{len(near)}];\nextern const char32_t kComposedBeyond[{len(far)}];\n")

deltas, numbers = numbered([lower.get(code, code) - code for code in range(END)])
two_stages("Lower", numbers, deltas.index(0))
out.append(array("std::int32_t", "kLowerDelta", deltas))
declarations.append(f"extern const std::int32_t kLowerDelta[{len(deltas)}];\n")

folder = pathlib.Path(__file__).parent
notice = "// Written by make_unicode_tables.py from Debian's unicode-data 15.1 (Unicode License v3, NOTICE), restricted to Unicode 14.0. Not to be edited.\n"
(folder / "unicode_tables.hpp").write_text(
    "#pragma once\n" + notice + "#include <cstdint>\n\nnamespace colophon::text::tables {\n\n"
    f"inline constexpr char32_t kEnd = {END:#x};\n"
    + "".join(f"inline constexpr std::uint8_t k{name.capitalize()} = {value};\n" for name, value in FLAGS.items())
    + "".join(shifts) + "\n" + "".join(declarations) + "\n}  // namespace colophon::text::tables\n")
body = "\n".join(out)
(folder / "unicode_tables.cpp").write_text(
    notice + '#include "text/unicode_tables.hpp"\n\nnamespace colophon::text::tables {\n\n' + body + "\n}  // namespace colophon::text::tables\n")
print(f"{written} bytes of tables, {len(points)} code points, {len(decomposition)} decompositions, {len(pairs)} compositions, {len(lower)} lower cases")
