#pragma once
// Whom the user of a command trusts: --log-key, --witness-key and --policy, and what the checks of signatures add to a report.
#include <string>
#include <vector>

#include "cli/options.hpp"
#include "colophon/merkle/policy.hpp"

namespace colophon::cli {

inline const OptionSpec kLogKeyOption{"--log-key", "KEY", "The verifier key of the log that you trust, as GET /v1/log/key gives it; several may be given.", false, true};
inline const OptionSpec kWitnessKeyOption{"--witness-key", "KEY", "The verifier key of a witness that you trust; one of those given is enough.", false, true};
inline const OptionSpec kPolicyOption{"--policy", "FILE", "Logs, witnesses and a quorum of them (C2SP tlog-policy), instead of single keys."};

/// Nothing where the user named nobody. Errors: invalid_argument with the option or the line of the file, unavailable.
Result<std::optional<merkle::Policy>> trusted_policy(const Options& options);

/// Adds `signature` (the key that the document itself names) and, with a policy, `known-key` and `witnesses`, and what all of it proves. Nothing for
/// a document without a checkpoint.
Result<void> check_signatures(merkle::Report& report, const std::optional<merkle::Policy>& trusted);

/// The report for people: checks, what is proven and what is not.
void print_report(const merkle::Report& report);

}  // namespace colophon::cli
