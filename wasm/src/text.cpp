#include "answer.hpp"
#include "colophon/text/features.hpp"

using namespace colophon;

int32_t colophon_text_features(const uint8_t* text, uint32_t size, colophon_buffer* out) {
  const auto features = text::features(abi::text_of(text, size));
  if (!features) return abi::give(out, features.error());
  return abi::give(out, Json(JsonObject{{"characters", features->characters},
                                        {"han_characters", features->han_characters},
                                        {"words", features->words},
                                        {"sentences", features->sentences},
                                        {"lines", features->lines},
                                        {"sentence_words_mean_milli", features->sentence_words_mean_milli},
                                        {"sentence_words_max", features->sentence_words_max},
                                        {"distinct_words_milli", features->distinct_words_milli},
                                        {"dialogue_milli", features->dialogue_milli},
                                        {"language", features->language}}));
}
