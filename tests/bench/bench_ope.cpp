// What the log says of a plan before it runs: over 1,000 simulated logs each, how often the 95% intervals of the off-policy estimates hold the truth, beside what
// one would say without them: the log's own mean, and a model's prediction. docs/explanation/exploration.md. `bench_ope SEED`.
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "bench.hpp"
#include "colophon/value/explore.hpp"

using namespace colophon::value;

namespace {

constexpr std::size_t kRuns = 1'000;

struct Scenario {
  const char* name;
  std::size_t works, plan, pages;
  PageRule rule;
  double like_common, like_loved;       ///< A work's chance of a like: one in five is loved.
  std::size_t moved;                    ///< So many works of the plan are exchanged for works that were only tried.
};

struct Random {
  std::uint64_t state;
  std::uint64_t next() {
    std::uint64_t z = state += 0x9E3779B97F4A7C15ull;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
    return z ^ (z >> 31);
  }
  double number() { return static_cast<double>(next() >> 11) * 0x1p-53; }
};

struct World {
  std::vector<double> like, old_chance, new_chance;
  double truth = 0, showings_a_page = 0;
};

World world_of(const Scenario& s, Random& random) {
  World world;
  const Propensities chance = propensities(s.plan, s.works - s.plan, s.rule);
  for (std::size_t i = 0; i < s.works; ++i) {
    world.like.push_back((random.number() < 0.2 ? s.like_loved : s.like_common) * (0.5 + random.number()));
    world.old_chance.push_back(i < s.plan ? chance.plan : chance.pool);
    world.new_chance.push_back(i >= s.moved && i < s.moved + s.plan ? chance.plan : chance.pool);
    world.truth += world.new_chance[i] * world.like[i];
    world.showings_a_page += world.new_chance[i];
  }
  return world;
}

/// What one page showed and what came of it: calls seen(work, liked).
template <class Seen>
void page_of(const Scenario& s, const World& world, Random& random, Seen&& seen) {
  for (const Place& place : draw_page(s.plan, s.works - s.plan, s.rule, random.next())) {
    const std::size_t work = place.explored ? s.plan + place.index : place.index;
    seen(work, random.number() < world.like[work]);
  }
}

/// A like's chance by work out of an earlier log of half the length, shrunk towards the mean: what a shop would have.
std::vector<double> model_of(const Scenario& s, const World& world, Random& random) {
  std::vector<double> shown(s.works), liked(s.works);
  double all_shown = 0, all_liked = 0;
  for (std::size_t p = 0; p < s.pages / 2; ++p) {
    page_of(s, world, random, [&](std::size_t work, bool like) {
      shown[work] += 1;
      liked[work] += like;
      all_shown += 1;
      all_liked += like;
    });
  }
  constexpr double kPrior = 20;
  std::vector<double> model(s.works);
  for (std::size_t i = 0; i < s.works; ++i) model[i] = (liked[i] + kPrior * all_liked / all_shown) / (shown[i] + kPrior);
  return model;
}

struct Tally {
  std::size_t holds = 0;
  double width = 0, squares = 0, sum = 0;
  void add(const Estimate& e, double truth) {
    holds += e.low <= truth && truth <= e.high;
    width += e.high - e.low;
    sum += e.value - truth;
    squares += (e.value - truth) * (e.value - truth);
  }
};

void print(const Scenario& s, const char* name, const Tally& tally, double truth, bool interval) {
  const double runs = kRuns;
  std::printf("%s, %s: ", s.name, name);
  if (interval) std::printf("95%% interval holds the truth in %.1f%% of runs, width %.3f; ", 100 * static_cast<double>(tally.holds) / runs, tally.width / runs);
  std::printf("bias %+.2f%%, error %.2f%% (rms)\n", 100 * tally.sum / runs / truth, 100 * std::sqrt(tally.squares / runs) / truth);
}

bool simulate(const Scenario& s, std::uint64_t seed) {
  Random random{seed};
  const World world = world_of(s, random);
  Tally ips, snips, dr, log_mean, model_alone;
  std::vector<LoggedShowing> log;
  for (std::size_t run = 0; run < kRuns; ++run) {
    const auto model = model_of(s, world, random);
    double predicted = 0;
    for (std::size_t i = 0; i < s.works; ++i) predicted += world.new_chance[i] * model[i];
    log.clear();
    double sum = 0, squares = 0;
    for (std::size_t p = 0; p < s.pages; ++p) {
      double likes = 0;
      page_of(s, world, random, [&](std::size_t work, bool like) {
        log.push_back({static_cast<std::uint32_t>(p), world.old_chance[work], world.new_chance[work], like ? 1.0 : 0.0, model[work]});
        likes += like;
      });
      sum += likes;
      squares += likes * likes;
    }
    const std::vector<double> totals(s.pages, predicted);
    const auto value = evaluate_policy(log, s.pages, world.showings_a_page, totals);
    if (!value) { std::printf("FAILED: %s\n", value.error().detail.c_str()); return false; }
    ips.add(value->ips, world.truth);
    snips.add(value->snips, world.truth);
    dr.add(value->dr, world.truth);
    const double pages = static_cast<double>(s.pages), mean = sum / pages, half = 1.96 * std::sqrt((squares / pages - mean * mean) / pages);
    log_mean.add({mean, mean - half, mean + half}, world.truth);
    model_alone.add({predicted, predicted, predicted}, world.truth);
  }
  print(s, "IPS", ips, world.truth, true);
  print(s, "SNIPS", snips, world.truth, true);
  print(s, "doubly robust", dr, world.truth, true);
  print(s, "peer: the log's own mean", log_mean, world.truth, true);
  print(s, "peer: the model alone", model_alone, world.truth, false);
  bool good = true;
  for (const Tally* tally : {&ips, &snips, &dr}) good &= tally->holds >= 930 && tally->holds <= 970;
  return good;
}

}  // namespace

int main(int count, char** words) {
  const std::uint64_t seed = count > 1 ? std::strtoull(words[1], nullptr, 10) : 42;
  const Scenario scenarios[] = {
      {"40 works, 300 pages of 8, 40% to try", 40, 12, 300, {8, 400'000}, 0.08, 0.4, 6},
      {"200 works, 1000 pages of 24, 10% to try", 200, 60, 1'000, {24, 100'000}, 0.05, 0.3, 15},
      {"100 works, 1000 pages of 12, 20% to try, rare likes", 100, 30, 1'000, {12, 200'000}, 0.005, 0.04, 10},
  };
  bool good = true;
  for (const Scenario& scenario : scenarios) good &= simulate(scenario, seed);
  std::printf("%s\n", good ? "all intervals hold the truth in 93 to 97 of 100 runs" : "NOT all intervals hold the truth in 93 to 97 of 100 runs");
  return good ? 0 : 1;
}
