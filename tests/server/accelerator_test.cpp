// Finding and loading a plug-in: the emulator of tests/cuda is one, so that this needs no GPU.
#include <catch2/catch_test_macros.hpp>

#include <filesystem>

#include "colophon/value/solve.hpp"
#include "jobs/accelerator.hpp"
#include "scratch.hpp"
#include "support/plan_recipe.hpp"

using namespace colophon;

namespace {

std::filesystem::path build_folder() { return std::filesystem::read_symlink("/proc/self/exe").parent_path().parent_path(); }

Error refusal(std::string_view which) {
  const auto arrays = tests::plan_recipe(10, 1, false);
  const auto loaded = jobs::load_accelerator(which, arrays.view());
  REQUIRE(!loaded);
  CHECK(loaded.error().field == "--accelerator");
  CHECK(!loaded.error().detail.empty());
  return loaded.error();
}

}  // namespace

TEST_CASE("A plug-in is loaded by its path, and the solver's answer is the same with it") {
  const auto plugin = build_folder() / "lib/tests/colophon_emulated.so";
  if (!std::filesystem::exists(plugin)) SKIP("the emulator was not built");
  const auto arrays = tests::plan_recipe(5'000, 9, true);
  const auto loaded = jobs::load_accelerator(plugin.string(), arrays.view());
  REQUIRE(loaded);
  REQUIRE(loaded->table != nullptr);
  CHECK(loaded->says == "the emulator");
  const auto own = value::solve(arrays.view());
  value::SolveOptions options;
  options.accelerator = loaded->table;
  const auto elsewhere = value::solve(arrays.view(), options);
  REQUIRE(own);
  REQUIRE(elsewhere);
  CHECK(elsewhere->work.accelerated == elsewhere->work.passes);
  CHECK(own->shown == elsewhere->shown);
}

TEST_CASE("What is no plug-in is refused by name; auto and none never fail") {
  const tests::Scratch scratch;
  scratch.write("text.so", "no library");
  const auto text = scratch.path("text.so");
  CHECK(refusal(scratch.path("absent.so").string()).code == Errc::not_found);
  CHECK(refusal(text.string()).code == Errc::invalid_argument);
  CHECK(refusal("gpu").code == Errc::invalid_argument);
  const auto arrays = tests::plan_recipe(10, 1, false);
  for (const char* which : {"auto", "none"}) {
    const auto loaded = jobs::load_accelerator(which, arrays.view());
    REQUIRE(loaded);
    CHECK(loaded->table == nullptr);
    CHECK(!loaded->says.empty());
  }
  // A GPU is there, or what is missing is said.
  const auto cuda = jobs::load_accelerator("cuda", arrays.view());
  if (cuda) CHECK(cuda->table != nullptr);
  else CHECK((cuda.error().code == Errc::not_found || cuda.error().code == Errc::unavailable));
}
