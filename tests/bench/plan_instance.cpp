// Writes an instance of the recipe in tests/support/plan_recipe.hpp as raw arrays (docs/formats/raw-instance.md):
//   plan_instance ITEMS SEED A|B DIR            10 channels, dense; B with 20 floors
//   plan_instance ITEMS SEED CHANNELS DIR       that many channels, sparse
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "support/plan_recipe.hpp"

namespace {

template <class T>
void write(const std::filesystem::path& path, const std::vector<T>& numbers) {
  if (numbers.empty()) return;
  std::ofstream out(path, std::ios::binary);
  out.write(reinterpret_cast<const char*>(numbers.data()), static_cast<std::streamsize>(numbers.size() * sizeof(T)));
  if (!out.flush()) { std::fprintf(stderr, "plan_instance: cannot write %s\n", path.c_str()); std::exit(1); }
}

}  // namespace

int main(int count, char** words) {
  if (count != 5) { std::fprintf(stderr, "usage: plan_instance ITEMS SEED A|B|CHANNELS DIR\n"); return 2; }
  const std::size_t items = std::strtoull(words[1], nullptr, 10);
  const std::uint64_t seed = std::strtoull(words[2], nullptr, 10);
  const std::string shape = words[3];
  const std::filesystem::path folder = words[4];
  std::filesystem::create_directories(folder);
  const auto arrays = shape == "A" || shape == "B" ? colophon::tests::plan_recipe(items, seed, shape == "B")
                                                   : colophon::tests::sparse_recipe(items, std::strtoull(words[3], nullptr, 10), seed);
  write(folder / "values.u16", arrays.value);
  write(folder / "costs.u16", arrays.cost);
  write(folder / "budgets.i64", arrays.budget);
  write(folder / "indptr.i64", arrays.row_begin);
  write(folder / "indices.u32", arrays.cell_channel);
  if (!arrays.floor.empty()) write(folder / "groups.u8", arrays.group);
  write(folder / "floors.i64", arrays.floor);
}
