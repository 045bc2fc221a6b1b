#pragma once
// An XML document as a tree, as far as ISO 20022 needs it: elements with text or with elements, and the attribute Ccy. What could make a small file
// large or reach outside of it is refused: document type declarations, and with them entities.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "colophon/base/error.hpp"

namespace colophon::bank {

class XmlDocument;

/// An element, or none; valid as long as its document stays where it is. What is asked of none is empty or none.
class XmlElement {
 public:
  XmlElement() = default;
  explicit operator bool() const { return document_ != nullptr; }
  std::string_view name() const;          ///< Without its namespace's prefix.
  std::string_view name_space() const;
  std::string_view text() const;          ///< As written; empty where there are elements in it.
  std::string_view currency() const;      ///< The attribute Ccy, or empty.
  std::uint64_t line() const;
  XmlElement parent() const;
  XmlElement first() const;               ///< The first element in it: `for (auto e = x.first(); e; e = e.next())`.
  XmlElement next() const;                ///< The next of its parent.
  XmlElement child(std::string_view name) const;            ///< The first of that name in this element's namespace.
  XmlElement at(std::string_view path) const;               ///< "Id/IBAN"
  std::string_view text_at(std::string_view path) const { return at(path).text(); }
  /// "CstmrCdtTrfInitn/PmtInf[2]/CdtTrfTxInf[7]/Amt": from below the root; a number where its parent has several of the name.
  std::string path() const;
  std::uint32_t number() const { return index_; }           ///< In the order of the document.

 private:
  friend class XmlDocument;
  XmlElement(const XmlDocument* document, std::uint32_t index) : document_(document), index_(index) {}
  const XmlDocument* document_ = nullptr;
  std::uint32_t index_ = 0;
};

class XmlDocument {
 public:
  /// Errors, with the field "FILE:line": invalid_argument (not well-formed, a document type declaration, text between elements, an encoding
  /// other than UTF-8, UTF-16, ISO-8859-1 and US-ASCII), limit_exceeded (limits::kXml…).
  static Result<XmlDocument> parse(std::string_view bytes, std::string_view file);
  XmlElement root() const { return {this, 0}; }
  /// The first element of that name and namespace, in the order of the document: banks wrap a message in envelopes of their own.
  XmlElement find(std::string_view name, std::string_view name_space_prefix) const;
  std::size_t elements() const { return nodes_.size(); }

 private:
  friend class XmlElement;
  friend struct XmlBuilder;
  static constexpr std::uint32_t kNone = ~std::uint32_t{0};
  struct Node {
    std::uint32_t name = 0, name_space = 0;   ///< Into names_.
    std::uint32_t parent = kNone, first = kNone, next = kNone;
    std::uint32_t text = 0, text_bytes = 0, currency = 0, currency_bytes = 0;   ///< Into text_.
    std::uint32_t line = 0;
  };
  std::vector<Node> nodes_;
  std::vector<std::string> names_;
  std::string text_;
};

}  // namespace colophon::bank
