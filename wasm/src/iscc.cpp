#include "answer.hpp"
#include "colophon/iscc/call.hpp"
#include "colophon/iscc/picture.hpp"
#include "colophon/iscc/text.hpp"
#include "colophon/iscc/units.hpp"
#include "image.hpp"

using namespace colophon;

struct colophon_iscc_sum {
  iscc::SumHasher hasher;
};

colophon_iscc_sum* colophon_iscc_sum_new(void) { return new colophon_iscc_sum; }

void colophon_iscc_sum_update(colophon_iscc_sum* sum, const uint8_t* data, uint32_t size) { sum->hasher.update(abi::bytes_of(data, size)); }

int32_t colophon_iscc_sum_finish(colophon_iscc_sum* sum, uint32_t wide, colophon_buffer* out) {
  const auto result = sum->hasher.finish(wide != 0);
  delete sum;
  return abi::give(out, Json(JsonObject{{"data", result.data},
                                        {"datahash", result.datahash},
                                        {"filesize", static_cast<std::int64_t>(result.bytes)},
                                        {"instance", result.instance},
                                        {"iscc", result.iscc}}));
}

int32_t colophon_iscc_text(const uint8_t* text, uint32_t size, uint32_t markup, colophon_buffer* out) {
  if (markup > 2) return abi::give(out, Error{Errc::invalid_argument, "markup", "A text is plain (0), HTML (1) or Markdown (2)."});
  const auto plain = iscc::plain_text(abi::text_of(text, size), static_cast<iscc::Markup>(markup));
  const auto code = plain ? iscc::text_code(*plain) : std::unexpected(plain.error());
  if (!code) return abi::give(out, code.error());
  return abi::give(out, Json(JsonObject{{"characters", code->characters}, {"iscc", code->iscc}}));
}

int32_t colophon_image_iscc(const colophon_image* image, colophon_buffer* out) {
  const auto code = iscc::image_code(image->picture);
  return code ? abi::give(out, Json(JsonObject{{"iscc", *code}})) : abi::give(out, code.error());
}

int32_t colophon_iscc_call(const uint8_t* function, uint32_t function_size, const uint8_t* arguments, uint32_t arguments_size, colophon_buffer* out) {
  if (function_size == 0) {
    JsonArray all;
    for (const auto& each : iscc::functions()) all.push_back(JsonObject{{"name", each.name}, {"parameters", each.parameters}});
    return abi::give(out, Json(std::move(all)));
  }
  const auto read = parse_json(abi::text_of(arguments, arguments_size), JsonNumbers::any);
  if (!read) return abi::give(out, read.error());
  const auto result = iscc::call(abi::text_of(function, function_size), *read);
  return result ? abi::give(out, *result) : abi::give(out, result.error());
}
