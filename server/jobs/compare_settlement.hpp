#pragma once
// A settlement beside what a former system paid: the accounts of its statements, as core compares them.
#include <filesystem>

#include "colophon/sales/compare.hpp"
#include "store/store.hpp"

namespace colophon::jobs {

struct SettledAccounts { Period period; std::vector<sales::SettledAccount> accounts; };

/// Of a period's settlement in a store, draft or approved. Errors: not_found.
Result<SettledAccounts> accounts_of_store(store::Store& store, const Period& period);
/// Of the folder that a settlement was written to: statements/*.json; a party's name is that in payouts.csv, else that of its file. Errors: not_found, invalid_json, and what a
/// statement lacks ("statements/ada.json:statement.accounts").
Result<SettledAccounts> accounts_of_folder(const std::filesystem::path& folder);

}  // namespace colophon::jobs
