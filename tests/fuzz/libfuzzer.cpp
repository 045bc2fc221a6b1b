// The entry that libFuzzer calls: one program a target, chosen by COLOPHON_FUZZ_TARGET.
#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string>

#include "mutate.hpp"
#include "targets.hpp"

using namespace colophon;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::COLOPHON_FUZZ_TARGET({data, size});
  return 0;
}

#ifdef COLOPHON_FUZZ_MUTATE
extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t size_max);

// Half of the time the mutation that knows the format; libFuzzer's own, which learns from coverage, otherwise.
extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t size_max, unsigned seed) {
  fuzz::Random random(seed);
  if (random.below(2) == 0) return LLVMFuzzerMutate(data, size, size_max);
  const std::string changed = fuzz::COLOPHON_FUZZ_MUTATE(fuzz::as_text({data, size}), "", random);
  if (changed.size() > size_max) return LLVMFuzzerMutate(data, size, size_max);
  std::copy(changed.begin(), changed.end(), data);
  return changed.size();
}
#endif
