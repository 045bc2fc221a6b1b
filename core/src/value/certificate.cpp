#include "colophon/value/certificate.hpp"

#include <algorithm>
#include <cmath>

#include "value/exact.hpp"

namespace colophon::value {
namespace {

constexpr std::int64_t kPriceMax = std::int64_t{1} << 62;

std::string at(const char* field, std::size_t index) { return std::string(field) + "[" + std::to_string(index) + "]"; }

/// "budgets[3]", "floors[0]", "caps[17]".
std::string row_name(const Instance& in, std::size_t row) {
  if (row < in.channels) return at("budgets", row);
  if (row < in.channels + in.groups()) return at("floors", row - in.channels);
  return at("caps", row - in.channels - in.groups());
}

std::unexpected<Error> differs(std::string field, std::string expected, std::string found) {
  return fail(Errc::does_not_hold, std::move(field), "The arrays give " + std::move(expected) + ", the certificate says " + std::move(found) + ".");
}

Result<void> check_prices(const Instance& in, std::span<const std::int64_t> price, int bits) {
  if (price.size() != in.rows()) {
    return fail(Errc::invalid_argument, "price", "There must be one price a budget, floor and cap: " + std::to_string(in.rows()) + ", not " + std::to_string(price.size()) + ".");
  }
  if (bits < 0 || bits > 32) return fail(Errc::invalid_argument, "price_bits", "This must be 0 to 32.");
  for (std::size_t r = 0; r < price.size(); ++r) {
    if (price[r] < 0 || price[r] > kPriceMax) return fail(Errc::invalid_argument, "price." + row_name(in, r), "A price must be 0 to 2^62 units.");
  }
  return {};
}

int128 whole_units(int128 scaled, int bits) {
  // Rounded up, also below 0.
  return -((-scaled) >> bits);
}

struct Tally {
  int128 value = 0;
  std::vector<int128> used;
  std::uint64_t showings = 0;
  std::optional<Error> broken;          ///< An item over its limit, or a cell that costs more than its budget: the first.
};

/// What a plan uses, item by item.
Tally tally(const Instance& in, const CellSet& shown) {
  Tally sum;
  sum.used.resize(in.rows());
  for (std::size_t i = 0; i < in.items; ++i) {
    std::uint32_t count = 0;
    for (std::size_t k = in.cell_begin(i), end = in.cell_begin(i + 1); k < end; ++k) {
      if (!shown.test(k)) continue;
      ++count;
      const std::uint32_t channel = in.channel_of(k);
      sum.value += in.value.at(k);
      sum.used[channel] += in.cost.at(k);
      if (!in.floor.empty()) sum.used[in.floor_row(in.group[i])] += 1;
      if (!in.cap.empty()) sum.used[in.cap_row(in.category[i], channel)] += 1;
    }
    sum.showings += count;
    if (count > in.limit_of(i) && !sum.broken) {
      sum.broken = Error{Errc::does_not_hold, at("items", i), "The item is shown on " + std::to_string(count) + " channels and may be on " + std::to_string(in.limit_of(i)) + "."};
    }
  }
  return sum;
}

Result<void> check_limits(const Instance& in, const Certificate& certificate, const Tally& sum) {
  if (certificate.used.size() != in.rows()) return fail(Errc::does_not_hold, "used", "There must be one number a budget, floor and cap.");
  if (sum.broken) return std::unexpected(*sum.broken);
  for (std::size_t r = 0; r < in.rows(); ++r) {
    if (sum.used[r] != certificate.used[r]) return differs("used." + row_name(in, r), to_decimal(sum.used[r]), std::to_string(certificate.used[r]));
    const bool floor = r >= in.channels && r < in.channels + in.groups();
    const std::int64_t limit = r < in.channels ? in.budget[r] : floor ? in.floor[r - in.channels] : in.cap[r - in.channels - in.groups()];
    if (floor ? sum.used[r] < limit : sum.used[r] > limit) {
      return fail(Errc::does_not_hold, row_name(in, r), to_decimal(sum.used[r]) + (floor ? " are shown where at least " : " are used where at most ") + std::to_string(limit) + " must be.");
    }
  }
  return {};
}

}  // namespace

double gap(const Certificate& certificate) {
  if (certificate.bound <= 0) return 0;
  return static_cast<double>(certificate.bound - certificate.value) / static_cast<double>(certificate.bound);
}

std::int64_t gap_e12(int128 value, int128 bound) {
  if (bound <= 0 || value >= bound || value < 0) return 0;
  int128 left = bound - value;
  // Beyond 2^86 both lose their last bits, what is left upwards, so that its product with 10^12 fits.
  while (bound >> 86 != 0) { bound >>= 1; left = (left + 1) >> 1; }
  return static_cast<std::int64_t>((left * 1'000'000'000'000 + bound - 1) / bound);
}

std::string price_decimal(std::int64_t price, int price_bits) {
  std::string text = to_decimal(static_cast<int128>(price >> price_bits));
  std::int64_t rest = price & ((std::int64_t{1} << price_bits) - 1);
  if (rest == 0) return text;
  text += '.';
  // Ten times what is below the point: its whole part is the next digit.
  for (; rest != 0; rest &= (std::int64_t{1} << price_bits) - 1) {
    rest *= 10;
    text += static_cast<char>('0' + (rest >> price_bits));
  }
  return text;
}

Result<int128> bound_at(const Instance& in, std::span<const std::int64_t> price, int price_bits, Executor& executor) {
  if (auto checked = check_prices(in, price, price_bits); !checked) return std::unexpected(checked.error());
  const ExactPrices exact{{price.begin(), price.end()}, price_bits};
  const auto pass = exact_pass(in, RowMap(in), exact, {}, 0, nullptr, executor);
  if (!pass) return std::unexpected(pass.error());
  return whole_units(pass->bound, price_bits);
}

Hash shown_hash(const Instance& in, const CellSet& shown) {
  Sha256 sha;
  std::uint64_t count = 0;
  for (const std::uint64_t word : shown.words()) count += static_cast<std::uint64_t>(__builtin_popcountll(word));
  sha.update(as_bytes("colophon/shown/1\n")).update_u64(count);
  std::vector<std::uint32_t> pairs;
  std::size_t item = 0;
  const auto give = [&] {
    sha.update({reinterpret_cast<const std::uint8_t*>(pairs.data()), pairs.size() * sizeof(std::uint32_t)});
    pairs.clear();
  };
  for (std::size_t word = 0; word < shown.words().size(); ++word) {
    for (std::uint64_t bits = shown.words()[word]; bits != 0; bits &= bits - 1) {
      const std::size_t cell = word * 64 + static_cast<std::size_t>(__builtin_ctzll(bits));
      if (in.sparse()) {
        while (static_cast<std::size_t>(in.row_begin[item + 1]) <= cell) ++item;
      } else {
        item = cell / in.channels;
      }
      pairs.push_back(static_cast<std::uint32_t>(item));
      pairs.push_back(in.channel_of(cell));
    }
    if (pairs.size() >= 4'096) give();
  }
  give();
  return sha.finish();
}

Result<Certificate> certify(const Instance& in, const CellSet& shown, std::span<const std::int64_t> price, int price_bits, Executor& executor) {
  Certificate certificate;
  const auto bound = bound_at(in, price, price_bits, executor);
  if (!bound) return std::unexpected(bound.error());
  certificate.bound = *bound;
  certificate.instance = instance_hash(in, executor);
  certificate.shown = shown_hash(in, shown);
  certificate.price.assign(price.begin(), price.end());
  certificate.price_bits = price_bits;
  const Tally sum = tally(in, shown);
  certificate.value = sum.value;
  certificate.gap_e12 = gap_e12(certificate.value, certificate.bound);
  for (const int128 used : sum.used) certificate.used.push_back(static_cast<std::int64_t>(used));
  return certificate;
}

Result<merkle::Report> check_certificate(const Instance& in, const CellSet& shown, const Certificate& certificate, Executor& executor) {
  if (shown.size() != in.cells()) return fail(Errc::invalid_argument, "plan", "There must be one decision a cell.");
  merkle::Report report;
  report.kind = "plan";
  const Hash instance = instance_hash(in, executor);
  merkle::add_check(report, "instance", instance == certificate.instance ? Result<void>{} : differs("instance", to_hex(instance), to_hex(certificate.instance)));
  const Hash hash = shown_hash(in, shown);
  merkle::add_check(report, "shown", hash == certificate.shown ? Result<void>{} : differs("shown", to_hex(hash), to_hex(certificate.shown)));
  const Tally sum = tally(in, shown);
  merkle::add_check(report, "limits", check_limits(in, certificate, sum));
  merkle::add_check(report, "value", sum.value == certificate.value ? Result<void>{} : differs("value", to_decimal(sum.value), to_decimal(certificate.value)));
  const auto bound = bound_at(in, certificate.price, certificate.price_bits, executor);
  Result<void> held;
  if (!bound) held = fail(Errc::does_not_hold, bound.error().field, bound.error().detail);
  else if (*bound != certificate.bound) held = differs("bound", to_decimal(*bound), to_decimal(certificate.bound));
  else if (const std::int64_t gap = gap_e12(certificate.value, certificate.bound); gap != certificate.gap_e12) {
    held = fail(Errc::does_not_hold, "gap_e12", "Value and bound give " + std::to_string(gap) + ", the certificate says " + std::to_string(certificate.gap_e12) + ".");
  }
  merkle::add_check(report, "bound", held);
  report.facts = {{"items", static_cast<std::int64_t>(in.items)},
                  {"channels", static_cast<std::int64_t>(in.channels)},
                  {"showings", static_cast<std::int64_t>(sum.showings)},
                  {"value", to_decimal(certificate.value)},
                  {"bound", to_decimal(certificate.bound)},
                  {"gap_e12", certificate.gap_e12}};
  return report;
}

}  // namespace colophon::value
