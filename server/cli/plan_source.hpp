#pragma once
// What the commands about a plan look at: raw arrays with what `plan solve` wrote, or the current plan of a store.
#include <memory>

#include "cli/options.hpp"
#include "colophon/value/explain.hpp"
#include "colophon/value/plan.hpp"
#include "jobs/raw_instance.hpp"
#include "jobs/threads.hpp"

namespace colophon::cli {

class PlanSource {
 public:
  /// The argument number `argument` is the folder of the instance (then --plan names the folder that solve wrote), or --store names a store. Errors: invalid_argument where
  /// neither or both are given; those of reading.
  static Result<PlanSource> open(const Options& options, std::size_t argument);
  const value::Instance& instance() const { return raw_ ? raw_->instance() : arrays_->instance(); }
  const value::CellSet& shown() const { return shown_; }
  const value::Certificate& certificate() const { return certificate_; }
  Executor& executor() const { return *executor_; }

  /// Titles and names where there are any, else numbers.
  std::string item_name(std::size_t item) const;
  std::string channel_name(std::size_t channel) const;
  std::string row_name(std::size_t row) const;
  /// A number, or the id or external id of a work. Error: invalid_argument.
  Result<std::size_t> find_item(std::string_view word) const;
  /// "budget 3", "floor 2", "cap 17", as --limit takes them; or the id of a channel. Error: invalid_argument.
  Result<std::size_t> find_row(std::string_view word, std::string_view field) const;

 private:
  std::unique_ptr<jobs::RawInstance> raw_;
  std::unique_ptr<value::PlanDocument> document_;
  std::unique_ptr<value::ProblemArrays> arrays_;
  std::unique_ptr<jobs::Threads> executor_;
  value::CellSet shown_;
  value::Certificate certificate_;
  std::vector<std::string> works_, externals_, channels_;
};

/// --limit budget:3=120%, floor:2=50, floor:2=+10, cap:7=-5%: repeated. The limit of now is known from the source.
Result<std::vector<value::LimitChange>> limit_changes(const Options& options, const PlanSource& source);
/// "12,345.67": a number for people, with as many places as its size asks for.
std::string amount_text(double number);

inline const OptionSpec kPlanFolderOption{"--plan", "DIR", "Where `plan solve` wrote the plan of the raw arrays (certificate.json and the plan)."};
inline const OptionSpec kPlanStoreOption{"--store", "FILE", "Instead of raw arrays: the current plan of a store."};
inline const OptionSpec kLimitOption{"--limit", "LIMIT", "Another limit: budget:N=VALUE, floor:N=VALUE or cap:N=VALUE; a value is a number, +10, -10, 120% or +20%.", false, true};

}  // namespace colophon::cli
