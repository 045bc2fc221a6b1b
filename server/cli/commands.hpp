#pragma once
// The commands of the program `colophon`, one file each.
#include <filesystem>
#include <memory>
#include <vector>

#include "cli/options.hpp"
#include "store/store.hpp"

namespace colophon::cli {

struct Command {
  CommandSpec spec;
  /// Does it; an error becomes exit status 3.
  Result<int> (*run)(const Options& options);
};

const Command& serve_command();
const Command& import_command();
const Command& sales_command();
const Command& score_command();
const Command& plan_command();
const Command& value_command();
const Command& settle_command();
const Command& settle_run_command();
const Command& settle_explain_command();
const Command& settle_what_if_command();
const Command& settle_export_command();
const Command& settle_compare_command();
const Command& payouts_command();
const Command& agreements_command();
const Command& verify_command();
const Command& loop_command();
const Command& keys_command();
const Command& users_command();
const Command& model_command();
const Command& payments_command();
const Command& claims_command();
const Command& invoices_command();
const Command& iscc_command();
const Command& conform_command();
const Command& log_command();
const Command& witness_command();
const Command& monitor_command();
const Command& registry_command();

inline const OptionSpec kStoreOption{"--store", "FILE", "The store.", true};
inline const OptionSpec kModelsOption{"--models", "DIR", "Where the models lie (default: beside the program)."};

/// The store of --store. `must_exist`: a command that only reads does not make one. Error: not_found.
Result<std::unique_ptr<store::Store>> open_store(const Options& options, bool must_exist = true);
/// A folder that lies beside the program: in the source tree it was built from, or where it was installed. Empty where there is none.
std::filesystem::path folder_beside_program(const std::filesystem::path& in_source, const std::filesystem::path& installed);
/// --models, or native/models beside the program.
std::filesystem::path models_folder(const Options& options);

}  // namespace colophon::cli
