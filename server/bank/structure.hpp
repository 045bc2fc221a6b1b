#pragma once
// Which elements stand in which, in which order and how often: the part of the schema of pain.001.001.09 around what is checked.
#include <functional>

#include "bank/xml.hpp"

namespace colophon::bank {

/// Calls `problem` with the element and a sentence for every element of the message that is missing, unknown, in the wrong place or there
/// too often. What lies deeper than the table knows (addresses, remittance details, …) is left to the schema.
void check_structure(XmlElement message, const std::function<void(XmlElement, std::string)>& problem);

}  // namespace colophon::bank
