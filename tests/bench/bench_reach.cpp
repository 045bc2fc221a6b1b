// Plans out of sample on the public Last.fm catalogue (HetRec 2011): what a plan that was made from half of the rows reaches of the plays in the other half, beside a
// popularity plan and greedy plans with the same budgets and the same floor. docs/explanation/exploration.md. `bench_reach [SPLITS]`; one split is one way to halve the rows.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <numeric>
#include <sstream>
#include <vector>

#include "bench.hpp"
#include "colophon/value/quality.hpp"
#include "colophon/value/solve.hpp"
#include "shared.hpp"

using namespace colophon;

namespace {

constexpr std::size_t kSegments = 6;
constexpr int kRounds = 40;
/// Showings for a tenth of the artists, and of those a tenth for the smaller half of them.
constexpr std::size_t kArtistsAShowing = 10, kShowingsAFloor = 10;

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

struct Row { std::uint32_t listener, artist; double plays; };
struct Table { std::vector<Row> rows; std::size_t listeners = 0, artists = 0; };

Table read_table(const std::filesystem::path& folder) {
  Table table;
  std::map<std::int64_t, std::uint32_t> listeners, artists;
  std::ifstream catalogue(folder / "artists.dat"), plays(folder / "user_artists.dat");
  std::string line;
  std::getline(catalogue, line);
  while (std::getline(catalogue, line)) artists.emplace(std::atoll(line.c_str()), static_cast<std::uint32_t>(artists.size()));
  std::getline(plays, line);
  std::int64_t user = 0, artist = 0, count = 0;
  while (plays >> user >> artist >> count) {
    const auto listener = listeners.emplace(user, static_cast<std::uint32_t>(listeners.size())).first->second;
    table.rows.push_back({listener, artists.at(artist), static_cast<double>(count)});
  }
  table.listeners = listeners.size();
  table.artists = artists.size();
  return table;
}

/// Listeners by taste: spherical k-means over log plays x inverse document frequency, begun as k-means++ does.
std::vector<std::uint32_t> segments_of(const Table& table, const std::vector<Row>& rows, Random& random) {
  std::vector<std::vector<std::pair<std::uint32_t, double>>> taste(table.listeners);
  std::vector<double> heard_by(table.artists);
  for (const Row& row : rows) heard_by[row.artist] += 1;
  for (const Row& row : rows) taste[row.listener].emplace_back(row.artist, std::log1p(row.plays) * std::log(static_cast<double>(table.listeners) / heard_by[row.artist]));
  for (auto& vector : taste) {
    double squares = 0;
    for (const auto& [artist, weight] : vector) squares += weight * weight;
    for (auto& [artist, weight] : vector) weight /= squares > 0 ? std::sqrt(squares) : 1;
  }
  std::vector<std::vector<double>> centre(kSegments, std::vector<double>(table.artists));
  const auto likeness = [&](std::size_t listener, std::size_t segment) {
    double sum = 0;
    for (const auto& [artist, weight] : taste[listener]) sum += weight * centre[segment][artist];
    return sum;
  };
  std::vector<double> distance(table.listeners, 1);
  for (std::size_t k = 0; k < kSegments; ++k) {
    double at = random.number() * std::accumulate(distance.begin(), distance.end(), 0.0);
    std::size_t chosen = 0;
    while (chosen + 1 < table.listeners && at >= distance[chosen]) at -= distance[chosen++];
    for (const auto& [artist, weight] : taste[chosen]) centre[k][artist] = weight;
    for (std::size_t l = 0; l < table.listeners; ++l) distance[l] = std::min(distance[l], std::max(0.0, 1 - likeness(l, k)));
  }
  std::vector<std::uint32_t> segment(table.listeners);
  for (int round = 0; round < kRounds; ++round) {
    bool moved = false;
    for (std::size_t l = 0; l < table.listeners; ++l) {
      std::uint32_t best = 0;
      double most = -1;
      for (std::uint32_t k = 0; k < kSegments; ++k) {
        if (const double like = likeness(l, k); like > most) { most = like; best = k; }
      }
      moved |= best != segment[l];
      segment[l] = best;
    }
    if (!moved && round > 0) break;
    for (auto& c : centre) std::fill(c.begin(), c.end(), 0);
    for (std::size_t l = 0; l < table.listeners; ++l) {
      for (const auto& [artist, weight] : taste[l]) centre[segment[l]][artist] += weight;
    }
    for (auto& c : centre) {
      double squares = 0;
      for (const double w : c) squares += w * w;
      for (double& w : c) w /= squares > 0 ? std::sqrt(squares) : 1;
    }
  }
  return segment;
}

/// Plays by artist x segment.
std::vector<double> plays_of(const Table& table, const std::vector<Row>& rows, const std::vector<std::uint32_t>& segment) {
  std::vector<double> plays(table.artists * kSegments);
  for (const Row& row : rows) plays[row.artist * kSegments + segment[row.listener]] += row.plays;
  return plays;
}

/// Q x R, both from one half: Q the plays of one who listens, as a shrunk quality (value/quality.hpp) over the logarithm; R how many listeners a segment has for the artist, shrunk towards the
/// artist's own number spread as all listening is.
std::vector<double> expected_plays(const Table& table, const std::vector<Row>& rows, const std::vector<std::uint32_t>& segment) {
  std::vector<double> listeners(table.artists * kSegments), share(kSegments), count(table.artists), sum(table.artists), squares(table.artists);
  for (const Row& row : rows) {
    listeners[row.artist * kSegments + segment[row.listener]] += 1;
    share[segment[row.listener]] += 1.0 / static_cast<double>(rows.size());
    const double logarithm = std::log1p(row.plays);
    count[row.artist] += 1;
    sum[row.artist] += logarithm;
    squares[row.artist] += logarithm * logarithm;
  }
  // What two listeners of one artist differ by, pooled over the artists: most have too few listeners to have a variance of their own.
  double within = 0, freedom = 0;
  for (std::size_t i = 0; i < table.artists; ++i) {
    if (count[i] < 2) continue;
    within += squares[i] - sum[i] * sum[i] / count[i];
    freedom += count[i] - 1;
  }
  const double spread = within / freedom;
  std::vector<value::QualityEstimate> estimates;
  std::vector<std::size_t> known;
  for (std::size_t i = 0; i < table.artists; ++i) {
    if (count[i] == 0) continue;
    known.push_back(i);
    estimates.push_back({static_cast<std::int32_t>(1'000 * sum[i] / count[i]), static_cast<std::int32_t>(1'000 * spread / count[i])});
  }
  const auto shrunk = value::shrunk(estimates);
  // Back from the logarithm: plays are wilder than any bell curve of it, so the factor is what makes this half's rows add up (Duan 1983).
  std::vector<double> typical(table.artists);
  for (std::size_t k = 0; k < known.size(); ++k) typical[known[k]] = std::exp(shrunk[k].mean_milli / 1e3);
  double plays = 0, said = 0;
  for (const Row& row : rows) { plays += row.plays; said += typical[row.artist]; }
  const double smearing = plays / said;
  std::vector<double> expected(table.artists * kSegments);
  constexpr double kPriorListeners = 4;
  for (std::size_t k = 0; k < known.size(); ++k) {
    const std::size_t i = known[k];
    const double quality = typical[i] * smearing;
    for (std::size_t c = 0; c < kSegments; ++c) {
      const double revenue = count[i] * (listeners[i * kSegments + c] + kPriorListeners * share[c]) / (count[i] + kPriorListeners);
      expected[i * kSegments + c] = quality * revenue;
    }
  }
  return expected;
}

/// One showing costs 1; a channel has its part of the showings; an artist is shown once; the smaller half of artists has a floor.
struct Market {
  std::size_t artists = 0;
  std::vector<std::int64_t> budget, floor;
  std::vector<std::uint8_t> small;
};
using Plan = std::vector<int>;          ///< By artist: its segment, or -1.

double reached(const Plan& plan, const std::vector<double>& plays) {
  double sum = 0;
  for (std::size_t i = 0; i < plan.size(); ++i) sum += plan[i] >= 0 ? plays[i * kSegments + static_cast<std::size_t>(plan[i])] : 0;
  return sum;
}

Plan optimised(const Market& market, const std::vector<double>& expected, double& gap) {
  std::vector<std::int64_t> values, costs(expected.size(), 1);
  for (const double v : expected) values.push_back(static_cast<std::int64_t>(1'000 * v + 0.5));
  value::Instance in;
  in.items = market.artists;
  in.channels = kSegments;
  in.value = value::Column(std::span<const std::int64_t>(values));
  in.cost = value::Column(std::span<const std::int64_t>(costs));
  in.budget = market.budget;
  in.floor = market.floor;
  if (!market.floor.empty()) in.group = value::Labels(std::span<const std::uint8_t>(market.small));
  const auto solution = value::solve(in);
  if (!solution) { std::printf("FAILED: %s: %s\n", solution.error().field.c_str(), solution.error().detail.c_str()); std::exit(1); }
  gap = value::gap(solution->certificate);
  Plan plan(market.artists, -1);
  for (std::size_t k = 0; k < in.cells(); ++k) {
    if (solution->shown.test(k)) plan[k / kSegments] = static_cast<int>(k % kSegments);
  }
  return plan;
}

/// The best cell that still fits, again and again; the floor first, then everything.
Plan greedy(const Market& market, const std::vector<double>& worth) {
  std::vector<std::uint32_t> order(worth.size());
  std::iota(order.begin(), order.end(), 0u);
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return worth[a] > worth[b]; });
  Plan plan(market.artists, -1);
  std::vector<std::int64_t> left = market.budget;
  const auto take = [&](bool only_small, std::int64_t most) {
    for (const std::uint32_t k : order) {
      if (most == 0) return;
      const std::size_t i = k / kSegments, c = k % kSegments;
      if (plan[i] >= 0 || left[c] == 0 || (only_small && market.small[i] == 0)) continue;
      plan[i] = static_cast<int>(c);
      --left[c];
      --most;
    }
  };
  if (!market.floor.empty()) take(true, market.floor[1]);
  take(false, -1);
  return plan;
}

/// The artists with the most plays everywhere, each where most of its plays are among the channels with room.
Plan popular(const Market& market, const std::vector<double>& plays) {
  std::vector<double> total(market.artists);
  for (std::size_t k = 0; k < plays.size(); ++k) total[k / kSegments] += plays[k];
  std::vector<std::uint32_t> order(market.artists);
  std::iota(order.begin(), order.end(), 0u);
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return total[a] > total[b]; });
  Plan plan(market.artists, -1);
  std::vector<std::int64_t> left = market.budget;
  const auto take = [&](bool only_small, std::int64_t most) {
    for (const std::uint32_t i : order) {
      if (most == 0) return;
      if (plan[i] >= 0 || (only_small && market.small[i] == 0)) continue;
      int best = -1;
      for (std::size_t c = 0; c < kSegments; ++c) {
        if (left[c] > 0 && (best < 0 || plays[i * kSegments + c] > plays[i * kSegments + static_cast<std::size_t>(best)])) best = static_cast<int>(c);
      }
      if (best < 0) return;
      plan[i] = best;
      --left[static_cast<std::size_t>(best)];
      --most;
    }
  };
  if (!market.floor.empty()) take(true, market.floor[1]);
  take(false, -1);
  return plan;
}

struct Peer {
  const char* name;
  double sum = 0, ratio = 0, ratio_squares = 0;
  int behind = 0;
};

void compare(const Table& table, int splits, bool floors) {
  double ours_sum = 0, promised = 0, promised_raw = 0, raw_reached = 0, gap_max = 0;
  Peer peers[] = {{"popularity plan"}, {"greedy plan over plays"}, {"greedy plan over our Q x R"}};
  std::size_t small_shown = 0;
  for (int split = 0; split < splits; ++split) {
    Random random{static_cast<std::uint64_t>(split) + 1};
    std::vector<Row> seen, unseen;
    for (const Row& row : table.rows) ((random.next() & 1) != 0 ? seen : unseen).push_back(row);
    const auto segment = segments_of(table, seen, random);
    const auto before = plays_of(table, seen, segment), after = plays_of(table, unseen, segment);
    Market market;
    market.artists = table.artists;
    market.budget.assign(kSegments, static_cast<std::int64_t>(table.artists / kArtistsAShowing / kSegments));
    std::vector<double> total(table.artists);
    for (std::size_t k = 0; k < before.size(); ++k) total[k / kSegments] += before[k];
    std::vector<std::uint32_t> order(table.artists);
    std::iota(order.begin(), order.end(), 0u);
    std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return total[a] < total[b]; });
    market.small.assign(table.artists, 0);
    for (std::size_t k = 0; k < table.artists / 2; ++k) market.small[order[k]] = 1;
    if (floors) market.floor = {0, static_cast<std::int64_t>(table.artists / kArtistsAShowing / kShowingsAFloor)};
    const auto expected = expected_plays(table, seen, segment);
    double gap = 0, raw_gap = 0;
    const Plan ours = optimised(market, expected, gap), raw = optimised(market, before, raw_gap);
    gap_max = std::max(gap_max, gap);
    const double plays = reached(ours, after);
    ours_sum += plays;
    promised += reached(ours, expected);
    promised_raw += reached(raw, before);
    raw_reached += reached(raw, after);
    for (std::size_t i = 0; i < ours.size(); ++i) small_shown += ours[i] >= 0 && market.small[i] != 0;
    const Plan plans[] = {popular(market, before), greedy(market, before), greedy(market, expected)};
    for (std::size_t p = 0; p < std::size(peers); ++p) {
      const double theirs = reached(plans[p], after), ratio = plays / theirs;
      peers[p].sum += theirs;
      peers[p].ratio += ratio;
      peers[p].ratio_squares += ratio * ratio;
      peers[p].behind += plays > theirs;
    }
  }
  const double n = splits;
  const char* name = floors ? "Last.fm, a floor for the smaller half" : "Last.fm, no floor";
  for (const Peer& peer : peers) {
    const double mean = peer.ratio / n, deviation = std::sqrt(std::max(0.0, peer.ratio_squares / n - mean * mean));
    std::printf("%s: %.4g plays reached; %s %.4g; ratio %.4f (deviation %.4f over splits); ours is ahead in %d of %d splits\n", name, ours_sum / n, peer.name, peer.sum / n, mean, deviation,
                peer.behind, splits);
  }
  std::printf("%s: promised %.4g plays, reached %.4g (ratio %.3f); a plan over raw plays promised %.4g, reached %.4g (ratio %.3f)\n", name, promised / n, ours_sum / n, ours_sum / promised,
              promised_raw / n, raw_reached / n, raw_reached / promised_raw);
  std::printf("%s: of %zu showings %.0f are of the smaller half; largest gap of a certificate %.2g\n", name, table.artists / kArtistsAShowing / kSegments * kSegments,
              static_cast<double>(small_shown) / n, gap_max);
}

}  // namespace

int main(int count, char** words) {
  const int splits = count > 1 ? std::max(1, std::atoi(words[1])) : 20;
  const auto folder = tests::shared("data/lastfm-hetrec2011-2k");
  if (!folder) {
    std::printf("SKIPPED: the Last.fm data set (HetRec 2011) is not in ../shared/data/lastfm-hetrec2011-2k\n");
    return 0;
  }
  const Table table = read_table(*folder);
  std::printf("%zu listeners, %zu artists, %zu rows; %zu segments; %d splits\n", table.listeners, table.artists, table.rows.size(), kSegments, splits);
  compare(table, splits, true);
  compare(table, splits, false);
  return 0;
}
