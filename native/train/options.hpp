#pragma once
// The command line of colophon-train.
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "train/checkpoint.hpp"
#include "train/dataset.hpp"

namespace colophon::train {

struct Options {
  DataSource data;
  std::filesystem::path out;
  std::filesystem::path checkpoint;    ///< Empty: `out`/`name`.checkpoint.
  std::filesystem::path resume;
  std::string name = "photo-quality";
  std::string licence = "Apache-2.0";
  std::int64_t steps = 0;              ///< Stop after so many steps; 0: do not.
  int threads = 1;
  bool json = false;
  bool help = false;
  /// Settings that were given; the others come from the checkpoint that is resumed, or are the defaults.
  std::vector<std::pair<std::string_view, std::int64_t>> given;

  Config config(const std::optional<Checkpoint>& resumed) const;
};

std::string_view usage();
/// `arguments` without the program's name. Error: invalid_argument, with the option as its field.
Result<Options> parse_options(std::span<const std::string_view> arguments);
/// The command that makes the same model again, for the card.
std::string command_line(const Options& options, const Config& config);

}  // namespace colophon::train
