#pragma once
// The ISCC of a file: which units it has, and the code that they make together.
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "colophon/base/error.hpp"
#include "jobs/progress.hpp"
#include "store/store.hpp"

namespace colophon::jobs {

struct IdentifyOptions {
  std::string name;                    ///< The work's title: with it there is a Meta-Code.
  std::string description;
  bool wide = false;                   ///< Of a file with a Data- and an Instance-Code alone: 128 bits of each.
};

struct Identity {
  std::string iscc;                    ///< The composite of the units.
  std::string kind;                    ///< "text", "image", "audio", "video", or "data": what the content unit is of.
  std::string meta, content, data, instance;  ///< Units, 64 bits; empty where there is none.
  std::string sound;                   ///< The Audio-Code of a film that has sound.
  std::string datahash;                ///< Multihash of BLAKE3.
  std::uint64_t bytes = 0;
  std::int64_t characters = 0;         ///< Of a text, collapsed.
  std::int64_t duration_ms = 0;
  std::string note;                    ///< Why a file that looks like a picture or a film has no content unit; else empty.
};

/// Of a file of any size. What it is, its bytes say; only between plain text, HTML and Markdown the name decides. Errors: not_found, those of
/// meta_code, cancelled.
Result<Identity> identify_file(const std::filesystem::path& file, const IdentifyOptions& options = {}, const Progress& progress = {});
/// Of bytes in memory; pictures are decoded here, so that the bytes must be trusted or the caller sandboxed. Sound and film give Data and Instance.
Result<Identity> identify_bytes(std::string_view bytes, std::string_view name, const IdentifyOptions& options = {});

/// Of a stranger's content: a picture is decoded in the sandbox. `media_type` as the work was registered with it. Errors: those of meta_code.
Result<Identity> identify_content(std::string_view bytes, std::string_view media_type, const IdentifyOptions& options);

/// Computes the ISCC of every work of a store that has content and none yet: for works that were registered before there were any. Gives how many.
Result<std::uint64_t> identify_all(store::Store& store, const Progress& progress = {});

}  // namespace colophon::jobs
