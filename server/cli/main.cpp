// The program `colophon`: the server and the command line.
#include <cstdio>
#include <cstring>
#include <vector>

#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "model/sandbox.hpp"

namespace {

using colophon::cli::Command;

const std::vector<const Command*>& commands() {
  using namespace colophon::cli;
  static const std::vector<const Command*> all{&serve_command(), &loop_command(),   &import_command(), &score_command(),
                                               &plan_command(),  &value_command(),  &settle_run_command(), &settle_explain_command(),
                                               &settle_what_if_command(), &settle_export_command(), &settle_compare_command(), &settle_command(), &agreements_command(), &verify_command(),
                                               &keys_command(),  &users_command(),  &model_command(),
                                               &payouts_command(), &invoices_command(), &payments_command(), &claims_command(),
                                               &iscc_command(),  &conform_command(), &log_command(),   &witness_command(),
                                               &monitor_command(), &registry_command(), &sales_command()};
  return all;
}

void usage(std::FILE* to) {
  std::fputs("colophon COMMAND [ARGUMENTS] [OPTIONS]\n\n", to);
  for (const auto* command : commands())
    std::fprintf(to, "  %-14s  %s\n", std::string(command->spec.name).c_str(), std::string(command->spec.summary).c_str());
  std::fputs("\ncolophon COMMAND --help says what a command takes. Exit status: 0 done or holds, 1 does not hold, 2 called wrongly,\n"
             "3 bad input or something that could not be read or written.\n", to);
}

}  // namespace

int main(int count, char** words) {
  // The sandboxed child comes first: it must not open, read or start anything of ours.
  if (count == 2 && std::strcmp(words[1], "decode-worker") == 0) return colophon::model::decode_worker();
  using namespace colophon::cli;
  const std::vector<std::string_view> all(words + 1, words + count);
  if (all.empty()) {
    usage(stderr);
    return kUsage;
  }
  if (all[0] == "--help" || all[0] == "-h" || all[0] == "help") {
    usage(stdout);
    return kDone;
  }
  for (const auto* command : commands()) {
    // A name may have two words ("settle run"); those stand before the one-word command in the list.
    const bool two = command->spec.name.find(' ') != std::string_view::npos;
    if (two ? all.size() < 2 || command->spec.name != std::string(all[0]) + " " + std::string(all[1]) : command->spec.name != all[0]) continue;
    const auto options = parse_options(command->spec, std::span(all).subspan(two ? 2 : 1));
    if (!options) {
      print_error(options.error(), false);
      return kUsage;
    }
    if (options->has("--help")) {
      std::fputs(help_text(command->spec).c_str(), stdout);
      return kDone;
    }
    const auto status = command->run(*options);
    end_progress();
    if (status) return *status;
    print_error(status.error(), options->json());
    return status.error().code == colophon::Errc::does_not_hold ? kDoesNotHold : kBadInput;
  }
  std::fprintf(stderr, "colophon: there is no command '%s'\n\n", words[1]);
  usage(stderr);
  return kUsage;
}
