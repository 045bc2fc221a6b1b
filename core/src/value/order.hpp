#pragma once
// Sorting of indices by a rule that is passed in: one sort for all, where a template would be a copy a rule (in WebAssembly each is 3 to 15 kB).
#include <cstdint>
#include <span>

namespace colophon::value {

/// Calls a function object that outlives it.
class Before {
 public:
  template <class Rule>
  Before(const Rule& rule) : rule_(&rule), call_([](const void* r, std::uint32_t a, std::uint32_t b) { return (*static_cast<const Rule*>(r))(a, b); }) {}
  bool operator()(std::uint32_t a, std::uint32_t b) const { return call_(rule_, a, b); }

 private:
  const void* rule_;
  bool (*call_)(const void*, std::uint32_t, std::uint32_t);
};

/// By `before`, which must be a total order of them.
void sort_ids(std::span<std::uint32_t> ids, const Before& before);
/// Only the first `count` of them come to their places.
void sort_first_ids(std::span<std::uint32_t> ids, std::size_t count, const Before& before);

}  // namespace colophon::value
