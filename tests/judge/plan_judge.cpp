// Judges what `colophon plan solve` wrote, by the definition of the problem and by nothing of Colophon's: no header, no library of it.
//   plan_judge INSTANCE OUT
// INSTANCE has the raw arrays (docs/formats/raw-instance.md), OUT assignment.u8 or plan.u32, and duals.txt. Prints
//   feasible=0|1 value=V bound=B gap=G
// and exits with 0 where the plan keeps every limit, 1 where it does not, 2 where it could not be read. The bound is evaluated in long double from the
// definition; it holds for whatever prices stand in duals.txt, as long as none is negative.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <vector>

namespace {

std::string root;

[[noreturn]] void stop(const std::string& why) {
  std::fprintf(stderr, "plan_judge: %s\n", why.c_str());
  std::exit(2);
}

bool there(const std::string& name) { return std::filesystem::exists(root + "/" + name); }

template <class T>
std::vector<T> array(const std::string& name, bool required = true) {
  std::ifstream in(root + "/" + name, std::ios::binary);
  if (!in && required) stop("no " + name);
  const std::string bytes{std::istreambuf_iterator<char>(in), {}};
  if (bytes.size() % sizeof(T) != 0) stop("half a number in " + name);
  std::vector<T> numbers(bytes.size() / sizeof(T));
  std::copy(bytes.begin(), bytes.end(), reinterpret_cast<char*>(numbers.data()));
  return numbers;
}

/// Numbers of either width, counted in steps of 1/65536 where they are float32.
std::vector<std::int64_t> column(const std::string& name) {
  std::vector<std::int64_t> whole;
  if (there(name + ".u16")) {
    for (const std::uint16_t x : array<std::uint16_t>(name + ".u16")) whole.push_back(x);
  } else {
    for (const float x : array<float>(name + ".f32")) whole.push_back(static_cast<std::int64_t>(std::nearbyint(static_cast<double>(x) * 65536)));
  }
  return whole;
}

}  // namespace

int main(int count, char** words) {
  if (count != 3) stop("usage: plan_judge INSTANCE OUT");
  root = words[1];
  const auto value = column("values"), cost = column("costs");
  auto budget = array<std::int64_t>("budgets.i64");
  if (there("costs.f32")) for (auto& b : budget) b *= 65536;
  const std::size_t channels = budget.size();
  auto begin = array<std::int64_t>("indptr.i64", false);
  auto channel = array<std::uint32_t>("indices.u32", false);
  if (begin.empty()) {
    for (std::size_t i = 0; i * channels <= value.size(); ++i) begin.push_back(static_cast<std::int64_t>(i * channels));
    for (std::size_t k = 0; k < value.size(); ++k) channel.push_back(static_cast<std::uint32_t>(k % channels));
  }
  const std::size_t items = begin.size() - 1;
  auto limit = array<std::uint8_t>("limits.u8", false);
  if (limit.empty()) limit.assign(items, 1);
  const auto floor = array<std::int64_t>("floors.i64", false), cap = array<std::int64_t>("caps.i64", false);
  const auto group = array<std::uint8_t>("groups.u8", false);
  const auto category = there("categories.u8") ? array<std::uint8_t>("categories.u8") : group;
  if (value.size() != channel.size() || cost.size() != channel.size() || limit.size() != items || static_cast<std::size_t>(begin.back()) != channel.size()) stop("sizes");

  root = words[2];
  std::vector<char> shown(channel.size(), 0);
  if (there("assignment.u8")) {
    const auto assignment = array<std::uint8_t>("assignment.u8");
    if (assignment.size() != items) stop("assignment.u8 has not one byte an item");
    for (std::size_t i = 0; i < items; ++i) {
      if (assignment[i] == 255) continue;
      if (assignment[i] >= channels) stop("a channel that is not there");
      shown[static_cast<std::size_t>(begin[i]) + assignment[i]] = 1;
    }
  } else {
    const auto pairs = array<std::uint32_t>("plan.u32");
    for (std::size_t p = 0; p + 1 < pairs.size(); p += 2) {
      if (pairs[p] >= items) stop("an item that is not there");
      const auto from = channel.begin() + begin[pairs[p]], to = channel.begin() + begin[pairs[p] + 1];
      const auto found = std::find(from, to, pairs[p + 1]);
      if (found == to) stop("an item on a channel where it has no cell");
      if (shown[static_cast<std::size_t>(found - channel.begin())]++) stop("a cell twice");
    }
  }
  std::vector<long double> price;
  std::ifstream duals(root + "/duals.txt");
  for (std::string line; std::getline(duals, line);) price.push_back(std::strtold(line.c_str(), nullptr));
  if (price.size() != channels + floor.size() + cap.size()) stop("duals.txt has not one price a budget, floor and cap");
  for (const long double p : price) if (!(p >= 0)) stop("a price that is negative or no number");

  long double bound = 0;
  std::int64_t total = 0;
  bool feasible = true;
  std::vector<std::int64_t> spent(channels, 0), in_group(floor.size(), 0), in_cap(cap.size(), 0);
  std::vector<long double> worth;
  for (std::size_t i = 0; i < items; ++i) {
    worth.clear();
    int on = 0;
    for (std::size_t k = static_cast<std::size_t>(begin[i]); k < static_cast<std::size_t>(begin[i + 1]); ++k) {
      const std::size_t c = channel[k], h = cap.empty() ? 0 : category[i] * channels + c;
      if (shown[k] != 0) {
        ++on;
        total += value[k];
        spent[c] += cost[k];
        if (!floor.empty()) ++in_group.at(group[i]);
        if (!cap.empty()) ++in_cap.at(h);
      }
      if (cost[k] > budget[c]) continue;   // in no plan
      long double z = static_cast<long double>(value[k]) - price[c] * static_cast<long double>(cost[k]);
      if (!floor.empty()) z += price[channels + group[i]];
      if (!cap.empty()) z -= price[channels + floor.size() + h];
      worth.push_back(z);
    }
    feasible = feasible && on <= limit[i];
    std::sort(worth.begin(), worth.end(), std::greater<>());
    for (std::size_t j = 0; j < std::min<std::size_t>(limit[i], worth.size()) && worth[j] > 0; ++j) bound += worth[j];
  }
  for (std::size_t c = 0; c < channels; ++c) {
    bound += price[c] * static_cast<long double>(budget[c]);
    feasible = feasible && spent[c] <= budget[c];
  }
  for (std::size_t g = 0; g < floor.size(); ++g) {
    bound -= price[channels + g] * static_cast<long double>(floor[g]);
    feasible = feasible && in_group[g] >= floor[g];
  }
  for (std::size_t h = 0; h < cap.size(); ++h) {
    bound += price[channels + floor.size() + h] * static_cast<long double>(cap[h]);
    feasible = feasible && in_cap[h] <= cap[h];
  }
  std::printf("feasible=%d value=%lld bound=%.3Lf gap=%.3Le\n", feasible ? 1 : 0, static_cast<long long>(total), bound,
              bound > 0 ? (bound - static_cast<long double>(total)) / bound : 0.0L);
  return feasible ? 0 : 1;
}
