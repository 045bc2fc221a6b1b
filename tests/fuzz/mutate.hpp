#pragma once
// Mutations of inputs, used by the replay and, for JSON, by libFuzzer's custom mutator.
#include <string>
#include <string_view>

#include "random.hpp"

namespace colophon::fuzz {

/// One to four changes of bytes: flips, digits, removed, doubled and moved pieces, pieces of `other`.
std::string mutate_bytes(std::string_view input, std::string_view other, Random& random);
/// Changes one value of a JSON document (its digits, type, members, order) and writes the document again: the reader accepts it,
/// so what stands behind the reader is reached. Bytes where the input is no JSON.
std::string mutate_json(std::string_view input, std::string_view other, Random& random);

/// Changes bytes and then writes the checksums of a PNG's chunks again, so that what stands behind them is reached.
std::string mutate_image(std::string_view input, std::string_view other, Random& random);

/// Changes the text of an element, or removes, doubles or exchanges an element without elements in it, so that most inputs stay well-formed.
std::string mutate_xml(std::string_view input, std::string_view other, Random& random);

}  // namespace colophon::fuzz
