#pragma once
// Each language's own reader of its dictionary. A dictionary begins with four bytes that say whose it is: docs/formats/proofreading.md.
#include <cstddef>
#include <memory>
#include <span>
#include <string_view>

#include "colophon/proofread/proofreader.hpp"

namespace colophon::proofread {

inline constexpr std::string_view kEnglishMagic = "CLPE";
inline constexpr std::string_view kChineseMagic = "CLPZ";

/// The whole dictionary, its magic included. Errors as of Proofreader::load.
Result<std::unique_ptr<Proofreader>> load_english(std::span<const std::byte> dictionary);
Result<std::unique_ptr<Proofreader>> load_chinese(std::span<const std::byte> dictionary);

}  // namespace colophon::proofread
