#!/usr/bin/env python3
"""Writes segment_tables.cpp from Debian's package unicode-data: ./dev python3 core/src/text/make_segment_tables.py

The break properties of Unicode standard annex 29 for all code points of that version; unlike the tables of fingerprints they follow
the newest Unicode, as nothing is hashed from where a text is parted.
"""
import pathlib

DATA = pathlib.Path("/usr/share/unicode")
# From here on only tags, variation selectors and what has no property: segments.cpp knows them by range.
END = 0x32400
HANGUL = range(0xAC00, 0xD7A4)

GRAPHEME = ["Other", "CR", "LF", "Control", "Extend", "ZWJ", "Regional_Indicator", "Prepend", "SpacingMark", "L", "V", "T", "LV", "LVT"]
WORD = ["Other", "CR", "LF", "Newline", "Extend", "ZWJ", "Regional_Indicator", "Format", "Katakana", "Hebrew_Letter", "ALetter", "Single_Quote",
        "Double_Quote", "MidNumLet", "MidLetter", "MidNum", "Numeric", "ExtendNumLet", "WSegSpace"]
SENTENCE = ["Other", "CR", "LF", "Sep", "Extend", "Format", "Sp", "Lower", "Upper", "OLetter", "Numeric", "ATerm", "SContinue", "STerm", "Close"]
CONJUNCT = ["None", "Linker", "Consonant", "Extend"]


def values(name, default, prefix=None):
    table = [default] * 0x110000
    for line in (DATA / name).read_text().splitlines():
        fields = [field.strip() for field in line.split("#")[0].split(";")]
        if len(fields) < 2 or (prefix and fields[1] != prefix):
            continue
        first, _, last = fields[0].partition("..")
        for code in range(int(first, 16), int(last or first, 16) + 1):
            table[code] = fields[2 if prefix else 1] if not prefix or len(fields) > 2 else True
    return table


grapheme = values("auxiliary/GraphemeBreakProperty.txt", "Other")
word = values("auxiliary/WordBreakProperty.txt", "Other")
sentence = values("auxiliary/SentenceBreakProperty.txt", "Other")
conjunct = values("DerivedCoreProperties.txt", "None", "InCB")
pictographic = values("emoji/emoji-data.txt", False, "Extended_Pictographic")


def tuple_of(code):
    if code in HANGUL:  # By arithmetic: every 28th has no trailing consonant.
        return (0, WORD.index("ALetter"), SENTENCE.index("OLetter"), 0, False)
    return (GRAPHEME.index(grapheme[code]), WORD.index(word[code]), SENTENCE.index(sentence[code]), CONJUNCT.index(conjunct[code]), bool(pictographic[code]))


for code in HANGUL:
    assert grapheme[code] == ("LV" if (code - HANGUL.start) % 28 == 0 else "LVT") and word[code] == "ALetter" and sentence[code] == "OLetter"
extend = (GRAPHEME.index("Extend"), WORD.index("Extend"), SENTENCE.index("Extend"), 0, False)
for code in range(END, 0x110000):
    found = tuple_of(code)
    if 0xE0020 <= code <= 0xE007F or 0xE0100 <= code <= 0xE01EF:
        expected = extend
    elif code == 0xE0001:
        expected = (GRAPHEME.index("Control"), WORD.index("Format"), SENTENCE.index("Format"), 0, False)
    elif 0xE0000 <= code <= 0xE0FFF:
        expected = (GRAPHEME.index("Control"), 0, 0, 0, False)
    else:
        expected = (0, 0, 0, 0, False)
    assert found == expected, (hex(code), found, expected)

tuples = [tuple_of(code) for code in range(END)]
distinct = sorted(set(tuples))
assert len(distinct) < 256 and distinct[0] == (0, 0, 0, 0, False)
number = {each: i for i, each in enumerate(distinct)}
numbers = [number[each] for each in tuples]


def trie():
    """Two stages; the block size that gives the least bytes."""
    best = None
    for shift in range(4, 9):
        size = 1 << shift
        padded = numbers + [0] * (-len(numbers) % size)
        blocks, index = {}, []
        for at in range(0, len(padded), size):
            index.append(blocks.setdefault(tuple(padded[at:at + size]), len(blocks)))
        cost = len(index) * (1 if len(blocks) <= 256 else 2) + len(blocks) * size
        if best is None or cost < best[0]:
            best = (cost, shift, index, [value for block in blocks for value in block])
    return best


def array(kind, name, items):
    lines, line = [], "   "
    for item in items:
        text = f" {item},"
        if len(line) + len(text) > 150:
            lines.append(line)
            line = "   "
        line += text
    return f"const {kind} {name}[{len(items)}] = {{\n" + "\n".join(lines + [line]) + "\n};\n"


cost, shift, index, block = trie()
small = "std::uint8_t" if max(index) < 256 else "std::uint16_t"
folder = pathlib.Path(__file__).parent
notice = "// Written by make_segment_tables.py from Debian's unicode-data 15.1 (Unicode License v3, NOTICE). Not to be edited.\n"


def names(kind, items):
    return f"enum class {kind} : std::uint8_t {{ " + ", ".join(item.lower() for item in items) + " };\n"


(folder / "segment_tables.hpp").write_text(
    "#pragma once\n" + notice + "#include <cstdint>\n\nnamespace colophon::text::tables {\n\n"
    + names("Grapheme", GRAPHEME) + names("Word", WORD) + names("Sentence", SENTENCE) + names("Conjunct", CONJUNCT)
    + "\n/// What the rules ask of a code point.\nstruct Breaks {\n  Grapheme grapheme;\n  Word word;\n  Sentence sentence;\n  Conjunct conjunct;\n  bool pictographic;\n};\n\n"
    + f"inline constexpr char32_t kSegmentEnd = {END:#x};\ninline constexpr int kSegmentShift = {shift};\n"
    + f"extern const {small} kSegmentIndex[{len(index)}];\nextern const std::uint8_t kSegmentBlock[{len(block)}];\nextern const Breaks kSegmentBreaks[{len(distinct)}];\n"
    + "\n}  // namespace colophon::text::tables\n")
rows = "".join(f"    {{Grapheme::{GRAPHEME[g].lower()}, Word::{WORD[w].lower()}, Sentence::{SENTENCE[s].lower()}, Conjunct::{CONJUNCT[c].lower()}, {str(p).lower()}}},\n"
               for g, w, s, c, p in distinct)
(folder / "segment_tables.cpp").write_text(
    notice + '#include "text/segment_tables.hpp"\n\nnamespace colophon::text::tables {\n\n' + array(small, "kSegmentIndex", index) + "\n"
    + array("std::uint8_t", "kSegmentBlock", block) + f"\nconst Breaks kSegmentBreaks[{len(distinct)}] = {{\n{rows}}};\n\n}}  // namespace colophon::text::tables\n")
print(f"{cost + 5 * len(distinct)} bytes of tables, {len(distinct)} kinds of code points")
