// The module's memory. In WebAssembly an allocation that fails has to stop the module (core is compiled without exceptions),
// and the loader has to know why it stopped.
#include <cstdint>
#include <cstdlib>

#include "colophon_abi.h"

#ifdef __EMSCRIPTEN__
#include <new>

namespace {
// Read by the loader after a trap; the instance is of no more use then, so this is never set back.
std::uint32_t exhausted = 0;

void* allocate_or_trap(std::size_t size) {
  if (void* data = std::malloc(size ? size : 1)) return data;
  exhausted = 1;
  __builtin_trap();
}
}  // namespace

void* operator new(std::size_t size) { return allocate_or_trap(size); }
void* operator new[](std::size_t size) { return allocate_or_trap(size); }
void operator delete(void* data) noexcept { std::free(data); }
void operator delete[](void* data) noexcept { std::free(data); }
void operator delete(void* data, std::size_t) noexcept { std::free(data); }
void operator delete[](void* data, std::size_t) noexcept { std::free(data); }

uint32_t colophon_memory_exhausted(void) { return exhausted; }
#else
uint32_t colophon_memory_exhausted(void) { return 0; }
#endif

uint32_t colophon_abi_version(void) { return COLOPHON_ABI_VERSION; }
void* colophon_alloc(uint32_t size) { return std::malloc(size ? size : 1); }
void colophon_free(void* data) { std::free(data); }
