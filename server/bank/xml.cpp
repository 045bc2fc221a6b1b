#include "bank/xml.hpp"

#include <expat.h>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>

#include "colophon/base/limits.hpp"

namespace colophon::bank {
namespace {

constexpr XML_Char kSeparator = '\n';  // Between namespace and name: no namespace has one.

std::uint64_t line_of(XML_Parser parser) {
#if XML_MAJOR_VERSION > 2 || XML_MINOR_VERSION >= 9
  return XML_GetCurrentLineNumber64(parser);
#else
  return XML_GetCurrentLineNumber(parser);
#endif
}

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_blank(std::string_view text) { return std::ranges::all_of(text, is_space); }

/// What a person can do about it.
std::string_view hint_of(XML_Error code) {
  switch (code) {
    case XML_ERROR_UNKNOWN_ENCODING:
    case XML_ERROR_INCORRECT_ENCODING:
      return " (save it as UTF-8)";
    case XML_ERROR_NO_ELEMENTS:
    case XML_ERROR_UNCLOSED_TOKEN:
    case XML_ERROR_PARTIAL_CHAR:
    case XML_ERROR_UNCLOSED_CDATA_SECTION:
      return " (the file was cut, or is empty)";
    default:
      return "";
  }
}

}  // namespace

/// Builds the tree while expat reads. The first error stops it.
struct XmlBuilder {
  XmlDocument& document;
  XML_Parser parser;
  std::string_view file;
  std::vector<std::uint32_t> open, last_child;   // From the root down: the element, and the last element in it.
  std::map<std::string, std::uint32_t, std::less<>> names;
  std::size_t pending = 0;                       // Where the text that belongs to the innermost open element begins.
  std::optional<Error> error;

  void stop(Errc code, std::string detail) {
    if (error) return;
    error = Error{code, std::string(file) + ":" + std::to_string(line_of(parser)), std::move(detail)};
    XML_StopParser(parser, XML_FALSE);
  }

  std::uint32_t name_number(std::string_view name) {
    if (const auto found = names.find(name); found != names.end()) return found->second;
    const auto number = static_cast<std::uint32_t>(document.names_.size());
    document.names_.emplace_back(name);
    names.emplace(name, number);
    return number;
  }

  /// Text beside elements: white space is how people set a file, anything else is no ISO 20022.
  void drop_pending() {
    if (!is_blank(std::string_view(document.text_).substr(pending))) stop(Errc::invalid_argument, "There is text between elements.");
    document.text_.resize(pending);
  }

  void start(std::string_view name, const XML_Char** attributes) {
    if (open.size() == limits::kXmlDepthMax) return stop(Errc::limit_exceeded, "The elements are nested deeper than " + std::to_string(limits::kXmlDepthMax) + ".");
    if (document.nodes_.size() == limits::kXmlElementsMax) return stop(Errc::limit_exceeded, "The file has more than " + std::to_string(limits::kXmlElementsMax) + " elements.");
    drop_pending();
    const auto index = static_cast<std::uint32_t>(document.nodes_.size());
    XmlDocument::Node node;
    const auto split = name.rfind(kSeparator);
    node.name = name_number(split == name.npos ? name : name.substr(split + 1));
    node.name_space = name_number(split == name.npos ? std::string_view() : name.substr(0, split));
    node.line = static_cast<std::uint32_t>(line_of(parser));
    for (; *attributes; attributes += 2) {
      if (std::string_view(attributes[0]) != "Ccy") continue;
      node.currency = static_cast<std::uint32_t>(document.text_.size());
      node.currency_bytes = static_cast<std::uint32_t>(std::string_view(attributes[1]).size());
      document.text_ += attributes[1];
    }
    if (!open.empty()) {
      node.parent = open.back();
      (last_child.back() == XmlDocument::kNone ? document.nodes_[open.back()].first : document.nodes_[last_child.back()].next) = index;
      last_child.back() = index;
    }
    document.nodes_.push_back(node);
    open.push_back(index);
    last_child.push_back(XmlDocument::kNone);
    pending = document.text_.size();
  }

  void text(std::string_view piece) { document.text_ += piece; }

  void end() {
    XmlDocument::Node& node = document.nodes_[open.back()];
    if (node.first == XmlDocument::kNone) {
      node.text = static_cast<std::uint32_t>(pending);
      node.text_bytes = static_cast<std::uint32_t>(document.text_.size() - pending);
    } else {
      drop_pending();
    }
    open.pop_back();
    last_child.pop_back();
    pending = document.text_.size();
  }
};

namespace {

XmlBuilder& builder(void* data) { return *static_cast<XmlBuilder*>(data); }

void XMLCALL on_start(void* data, const XML_Char* name, const XML_Char** attributes) {
  if (!builder(data).error) builder(data).start(name, attributes);
}
void XMLCALL on_end(void* data, const XML_Char*) {
  if (!builder(data).error) builder(data).end();
}
void XMLCALL on_text(void* data, const XML_Char* text, int bytes) {
  if (!builder(data).error) builder(data).text({text, static_cast<std::size_t>(bytes)});
}
void XMLCALL on_doctype(void* data, const XML_Char*, const XML_Char*, const XML_Char*, int) {
  builder(data).stop(Errc::invalid_argument, "A document type declaration is refused: no bank's message needs one, and it can reach outside of the file.");
}

}  // namespace

Result<XmlDocument> XmlDocument::parse(std::string_view bytes, std::string_view file) {
  if (bytes.size() > limits::kXmlBytesMax) {
    return fail(Errc::limit_exceeded, std::string(file), "The file has " + std::to_string(bytes.size()) + " bytes, the limit is " + std::to_string(limits::kXmlBytesMax) + ".");
  }
  const std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> parser(XML_ParserCreateNS(nullptr, kSeparator), XML_ParserFree);
  if (!parser) return fail(Errc::out_of_memory, std::string(file), "There is no memory for the XML reader.");
  XmlDocument document;
  XmlBuilder state{.document = document, .parser = parser.get(), .file = file, .open = {}, .last_child = {}, .names = {}, .pending = 0, .error = {}};
  XML_SetUserData(parser.get(), &state);
  XML_SetElementHandler(parser.get(), on_start, on_end);
  XML_SetCharacterDataHandler(parser.get(), on_text);
  XML_SetStartDoctypeDeclHandler(parser.get(), on_doctype);
  // In pieces: expat counts in int, and copies what it has not finished.
  constexpr std::size_t kPieceBytes = 1u << 20;
  do {
    const std::string_view piece = bytes.substr(0, kPieceBytes);
    bytes.remove_prefix(piece.size());
    if (XML_Parse(parser.get(), piece.data(), static_cast<int>(piece.size()), bytes.empty()) != XML_STATUS_OK) {
      if (state.error) return std::unexpected(*state.error);
      const auto code = XML_GetErrorCode(parser.get());
      return fail(Errc::invalid_argument, std::string(file) + ":" + std::to_string(line_of(parser.get())),
                  "This is not well-formed XML: " + std::string(XML_ErrorString(code)) + std::string(hint_of(code)) + ".");
    }
  } while (!bytes.empty());
  return document;
}

XmlElement XmlDocument::find(std::string_view name, std::string_view name_space_prefix) const {
  for (std::uint32_t i = 0; i < nodes_.size(); ++i) {
    if (names_[nodes_[i].name] == name && names_[nodes_[i].name_space].starts_with(name_space_prefix)) return {this, i};
  }
  return {};
}

std::string_view XmlElement::name() const { return document_ ? std::string_view(document_->names_[document_->nodes_[index_].name]) : std::string_view(); }
std::string_view XmlElement::name_space() const {
  return document_ ? std::string_view(document_->names_[document_->nodes_[index_].name_space]) : std::string_view();
}
std::string_view XmlElement::text() const {
  if (!document_) return {};
  const auto& node = document_->nodes_[index_];
  return std::string_view(document_->text_).substr(node.text, node.text_bytes);
}
std::string_view XmlElement::currency() const {
  if (!document_) return {};
  const auto& node = document_->nodes_[index_];
  return std::string_view(document_->text_).substr(node.currency, node.currency_bytes);
}
std::uint64_t XmlElement::line() const { return document_ ? document_->nodes_[index_].line : 0; }

XmlElement XmlElement::parent() const {
  if (!document_ || document_->nodes_[index_].parent == XmlDocument::kNone) return {};
  return {document_, document_->nodes_[index_].parent};
}
XmlElement XmlElement::first() const {
  if (!document_ || document_->nodes_[index_].first == XmlDocument::kNone) return {};
  return {document_, document_->nodes_[index_].first};
}
XmlElement XmlElement::next() const {
  if (!document_ || document_->nodes_[index_].next == XmlDocument::kNone) return {};
  return {document_, document_->nodes_[index_].next};
}

XmlElement XmlElement::child(std::string_view name) const {
  for (auto element = first(); element; element = element.next()) {
    if (element.name() == name && document_->nodes_[element.index_].name_space == document_->nodes_[index_].name_space) return element;
  }
  return {};
}

XmlElement XmlElement::at(std::string_view path) const {
  XmlElement element = *this;
  while (element && !path.empty()) {
    const auto slash = std::min(path.find('/'), path.size());
    element = element.child(path.substr(0, slash));
    path.remove_prefix(std::min(slash + 1, path.size()));
  }
  return element;
}

std::string XmlElement::path() const {
  std::string path;
  for (auto element = *this; element && element.parent(); element = element.parent()) {
    std::size_t before = 0, all = 0;
    for (auto other = element.parent().first(); other; other = other.next()) {
      if (other.name() != element.name()) continue;
      ++all;
      if (other.index_ <= element.index_) ++before;
    }
    std::string step(element.name());
    if (all > 1) step += "[" + std::to_string(before) + "]";
    path = path.empty() ? step : step + "/" + path;
  }
  return path;
}

}  // namespace colophon::bank
