#include "targets.hpp"

#include "colophon/base/json.hpp"
#include "colophon/iscc/call.hpp"
#include "colophon/iscc/codec.hpp"
#include "colophon/iscc/text.hpp"
#include "colophon/iscc/units.hpp"

namespace colophon::fuzz {

// Codes: what can be read has one canonical form, and its parts make the whole again.
void run_iscc_code(ByteView input) {
  const std::string_view text = as_text(input);
  const auto canonical = iscc::normalize(text);
  if (!canonical) return;
  expect(iscc::normalize(*canonical) == *canonical, "the canonical form of a canonical form is itself");
  const auto units = iscc::decompose(*canonical);
  expect(units.has_value() && !units->empty(), "what is canonical has units");
  expect(iscc::explain(*canonical).has_value(), "what is canonical can be explained");
  if (units->size() > 1) expect(iscc::iscc_code(*units, canonical->starts_with("ISCC:K4")) == *canonical, "the units make the code again");
  expect(!iscc::distance(*canonical, *canonical) || iscc::distance(*canonical, *canonical) == 0u, "a code is near itself");
}

// Texts: whatever is UTF-8 gives plain text and a code; hashes do not depend on how the bytes were cut.
void run_iscc_text(ByteView input) {
  const std::string_view text = as_text(input);
  for (const auto markup : {iscc::Markup::plain, iscc::Markup::html, iscc::Markup::markdown}) {
    const auto plain = iscc::plain_text(text, markup);
    expect(plain.has_value() == is_utf8(text), "a text is read exactly where it is UTF-8");
    if (!plain) continue;
    expect(is_utf8(*plain), "what is read is UTF-8");
    const auto code = iscc::text_code(*plain);
    expect(code.has_value() && iscc::validate(code->iscc).has_value(), "every text has a code");
    const auto meta = iscc::meta_code({.name = text, .description = *plain});
    if (meta) expect(meta->name.size() <= 128 && meta->description.size() <= 4096 && is_utf8(meta->name), "names and descriptions are trimmed between code points");
  }
  iscc::SumHasher whole, cut;
  whole.update(input);
  const std::size_t middle = input.empty() ? 0 : input[0] % input.size();
  cut.update(input.first(middle));
  cut.update(input.subspan(middle));
  expect(whole.finish().iscc == cut.finish().iscc, "a sum does not depend on where the pieces end");
}

// {"function", "arguments"}: any call gives a result or an error.
void run_iscc_call(ByteView input) {
  const auto json = parse_json(as_text(input), JsonNumbers::any);
  if (!json) return;
  const std::string once = canonical_json(*json);
  const auto again = parse_json(once, JsonNumbers::any);
  expect(again.has_value() && canonical_json(*again) == once, "canonical JSON with fractions reads back as itself");
  const Json* function = json->find("function");
  const Json* arguments = json->find("arguments");
  if (function == nullptr || function->string() == nullptr || arguments == nullptr) return;
  const auto result = iscc::call(*function->string(), *arguments);
  expect(result.has_value() || !result.error().detail.empty(), "an error says what was wrong");
}

}  // namespace colophon::fuzz
