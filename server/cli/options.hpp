#pragma once
// The options of one command: what it takes, parsing, and its help.
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "colophon/base/error.hpp"

namespace colophon::cli {

/// What a shell sees: true or done; false; a command that was called wrongly; input that is wrong or could not be read.
enum Exit : int { kDone = 0, kDoesNotHold = 1, kUsage = 2, kBadInput = 3 };

struct OptionSpec {
  std::string_view name;              ///< "--store"
  std::string_view value;             ///< What follows it, "FILE"; empty: a switch.
  std::string_view help;
  bool required = false;
  bool repeatable = false;
};
struct CommandSpec {
  std::string_view name;              ///< "import lastfm" has a word of its own for what it does: "import".
  std::string_view arguments;         ///< "FILE...", for the help.
  std::string_view summary;
  std::vector<OptionSpec> options;    ///< --help and --json are there for every command.
  std::size_t arguments_min = 0;
  std::size_t arguments_max = 0;
};

class Options {
 public:
  bool has(std::string_view name) const { return find(name) != nullptr; }
  std::string value(std::string_view name, std::string_view fallback = "") const;
  std::vector<std::string> values(std::string_view name) const;
  const std::vector<std::string>& arguments() const { return arguments_; }
  bool json() const { return has("--json"); }

 private:
  friend Result<Options> parse_options(const CommandSpec& spec, std::span<const std::string_view> words);
  const std::string* find(std::string_view name) const;
  std::vector<std::pair<std::string, std::string>> given_;
  std::vector<std::string> arguments_;
};

/// "--name value" and "--name=value"; "--" ends the options. Error: invalid_argument, with a sentence for the user.
Result<Options> parse_options(const CommandSpec& spec, std::span<const std::string_view> words);
std::string help_text(const CommandSpec& spec);

/// A whole number of an option. Error: invalid_argument naming it.
Result<std::int64_t> integer_option(const Options& options, std::string_view name, std::int64_t fallback, std::int64_t low, std::int64_t high);

}  // namespace colophon::cli
