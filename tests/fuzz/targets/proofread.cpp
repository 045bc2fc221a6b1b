#include <cstring>

#include "colophon/proofread/proofreader.hpp"
#include "support/proofread_small.hpp"
#include "targets.hpp"

using namespace colophon;

namespace {

void read(const proofread::Proofreader& reader, std::u16string_view text) {
  const auto marks = reader.read(text, {});
  fuzz::expect(marks.has_value(), "every text under the limit is read");
  std::uint32_t end = 0;
  for (const proofread::Mark& mark : *marks) {
    fuzz::expect(mark.begin >= end && mark.begin <= mark.end && mark.end <= text.size(), "marks are in order, apart, and within the text");
    fuzz::expect(mark.fixes.size() <= proofread::kFixesMax, "there are no more corrections than the limit says");
    fuzz::expect(!mark.rule.empty(), "a mark names its rule");
    end = mark.end;
  }
  fuzz::expect(reader.names(text).has_value(), "every text under the limit has names, or none");
}

}  // namespace

/// A dictionary of either language, with which a sentence is read; anything else is a text in UTF-16 for a small dictionary.
void colophon::fuzz::run_proofread(ByteView input) {
  static const auto small = std::move(*proofread::Proofreader::load(tests::sample_english()));
  const auto bytes = std::as_bytes(std::span(input.data(), input.size()));
  if (as_text(input).starts_with("CLP")) {
    const auto loaded = proofread::Proofreader::load(bytes);
    if (loaded) read(**loaded, u"He could of done it well, said the the \u201capple.\u201d \u4ed6\u9ad8\u5174\u7684\u8dd1\u3002");
    return;
  }
  std::u16string text(input.size() / 2, u'\0');
  if (!text.empty()) std::memcpy(text.data(), input.data(), text.size() * 2);
  read(*small, text);
}
