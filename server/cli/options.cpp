#include "cli/options.hpp"

#include <algorithm>

#include "colophon/base/money.hpp"

namespace colophon::cli {
namespace {

const OptionSpec kHelp{"--help", "", "Shows this help."};
const OptionSpec kJson{"--json", "", "Prints one JSON object instead of text."};

const OptionSpec* find_spec(const CommandSpec& spec, std::string_view name) {
  if (name == kHelp.name || name == "-h") return &kHelp;
  if (name == kJson.name) return &kJson;
  const auto found = std::ranges::find(spec.options, name, &OptionSpec::name);
  return found == spec.options.end() ? nullptr : &*found;
}

std::unexpected<Error> wrong(const CommandSpec& spec, std::string_view field, std::string sentence) {
  return fail(Errc::invalid_argument, std::string(field), std::move(sentence) + "; see colophon " + std::string(spec.name) + " --help");
}

}  // namespace

const std::string* Options::find(std::string_view name) const {
  for (const auto& [given, value] : given_)
    if (given == name) return &value;
  return nullptr;
}

std::string Options::value(std::string_view name, std::string_view fallback) const {
  const auto* found = find(name);
  return found ? *found : std::string(fallback);
}

std::vector<std::string> Options::values(std::string_view name) const {
  std::vector<std::string> all;
  for (const auto& [given, value] : given_)
    if (given == name) all.push_back(value);
  return all;
}

Result<Options> parse_options(const CommandSpec& spec, std::span<const std::string_view> words) {
  Options options;
  bool only_arguments = false;
  for (std::size_t i = 0; i < words.size(); ++i) {
    auto word = words[i];
    if (only_arguments || !word.starts_with('-') || word == "-") {
      options.arguments_.emplace_back(word);
      continue;
    }
    if (word == "--") {
      only_arguments = true;
      continue;
    }
    const auto equals = word.starts_with("--") ? word.find('=') : word.npos;
    const auto name = word.substr(0, equals);
    const auto* option = find_spec(spec, name);
    if (!option) return wrong(spec, name, "there is no option " + std::string(name));
    std::string_view value;
    if (option->value.empty()) {
      if (equals != word.npos) return wrong(spec, name, std::string(name) + " takes no value");
    } else if (equals != word.npos) {
      value = word.substr(equals + 1);
    } else if (i + 1 < words.size()) {
      value = words[++i];
    } else {
      return wrong(spec, name, std::string(name) + " needs a value: " + std::string(option->value));
    }
    if (options.has(option->name) && !option->repeatable) return wrong(spec, name, std::string(name) + " is given twice");
    options.given_.emplace_back(option->name, value);
  }
  if (options.has("--help")) return options;
  for (const auto& option : spec.options)
    if (option.required && !options.has(option.name))
      return wrong(spec, option.name, "it needs " + std::string(option.name) + " " + std::string(option.value));
  if (options.arguments_.size() < spec.arguments_min) return wrong(spec, "", "it needs " + std::string(spec.arguments));
  if (options.arguments_.size() > spec.arguments_max)
    return wrong(spec, "", "'" + options.arguments_[spec.arguments_max] + "' is one argument too many");
  return options;
}

std::string help_text(const CommandSpec& spec) {
  std::string text = "colophon " + std::string(spec.name);
  if (!spec.arguments.empty()) text += " " + std::string(spec.arguments);
  if (!spec.options.empty()) text += " [OPTIONS]";
  text += "\n" + std::string(spec.summary) + "\n\n";
  auto all = spec.options;
  all.push_back(kJson);
  all.push_back(kHelp);
  std::size_t width = 0;
  const auto left = [](const OptionSpec& option) {
    return std::string(option.name) + (option.value.empty() ? "" : " " + std::string(option.value));
  };
  for (const auto& option : all) width = std::max(width, left(option).size());
  for (const auto& option : all) {
    auto begin = "  " + left(option);
    begin.resize(width + 4, ' ');
    text += begin + std::string(option.help) + (option.required ? " Required." : "") + (option.repeatable ? " May be repeated." : "") + "\n";
  }
  return text;
}

Result<std::int64_t> integer_option(const Options& options, std::string_view name, std::int64_t fallback, std::int64_t low, std::int64_t high) {
  if (!options.has(name)) return fallback;
  const auto value = parse_int64(options.value(name), name);
  if (!value || *value < low || *value > high)
    return fail(Errc::invalid_argument, std::string(name), "a whole number from " + std::to_string(low) + " to " + std::to_string(high) + " is needed");
  return *value;
}

}  // namespace colophon::cli
