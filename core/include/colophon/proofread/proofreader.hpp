#pragma once
// Proofreading as somebody types: a dictionary with its rules, loaded once, and the marks of any text by them.
#include <cstddef>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "colophon/base/error.hpp"
#include "colophon/proofread/mark.hpp"

namespace colophon::proofread {

enum class Language : std::uint8_t { english, chinese };

/// How a text is read.
struct Reading {
  /// The paragraph after this text opens with a quotation mark: one that is still open at the end then goes on there.
  bool quotation_goes_on = false;
};

/// One language. Reading texts changes nothing, so that many may be read at the same time; set_personal_words must not run meanwhile.
class Proofreader {
 public:
  virtual ~Proofreader() = default;
  /// A dictionary as docs/formats/proofreading.md lays it out. Errors: unknown_format, limit_exceeded, invalid_argument (field "dictionary").
  static Result<std::unique_ptr<Proofreader>> load(std::span<const std::byte> dictionary);

  virtual Language language() const noexcept = 0;
  virtual std::size_t words() const noexcept = 0;
  /// Words that are right in this book, one a line; those of the last call alone hold. Error: limit_exceeded (field "words").
  virtual Result<void> set_personal_words(std::u16string_view lines) = 0;
  /// In the order of the text, none within another; paragraphs end with a line feed. Linear in the text. Error: limit_exceeded (field "text").
  virtual Result<std::vector<Mark>> read(std::u16string_view text, Reading reading) const = 0;
  /// Capitalised words (English) or strings of Han (Chinese) that no dictionary has and that come back, the most frequent first.
  /// Error: limit_exceeded (field "text").
  virtual Result<std::vector<Name>> names(std::u16string_view text) const = 0;
};

}  // namespace colophon::proofread
