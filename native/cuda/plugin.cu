// The plug-in: an instance's columns in a GPU's memory, and the two passes over them. One symbol; the CUDA runtime is linked into it, so that it loads where
// there is no driver and can say so.
#include <cstdio>
#include <cstring>
#include <new>

#include <cuda_runtime.h>

#include "colophon/accelerator.h"
#include "passes.hpp"

namespace colophon::cuda {
namespace {

template <class Pass>
__global__ void __launch_bounds__(kThreads) pass_kernel(Pass pass) {
  extern __shared__ __align__(16) unsigned char memory[];
  const Lane lane{blockIdx.x, threadIdx.x, shared_parts(memory, pass.columns, Pass::sums_before_rows())};
  begin_block(lane, pass);
  __syncthreads();
  decide_item(lane, pass);
  __syncthreads();
  end_block(lane, pass);
}

/// Memory of the device.
template <class T>
class Buffer {
 public:
  Buffer() = default;
  ~Buffer() { cudaFree(data_); }
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;
  cudaError_t make(std::size_t count) { return count == 0 ? cudaSuccess : cudaMalloc(reinterpret_cast<void**>(&data_), count * sizeof(T)); }
  T* data() const { return data_; }
  cudaError_t put(const T* from, std::size_t count, std::size_t at = 0) { return count == 0 ? cudaSuccess : cudaMemcpy(data_ + at, from, count * sizeof(T), cudaMemcpyHostToDevice); }
  cudaError_t get(T* to, std::size_t count) const { return count == 0 ? cudaSuccess : cudaMemcpy(to, data_, count * sizeof(T), cudaMemcpyDeviceToHost); }

 private:
  T* data_ = nullptr;
};

struct OnDevice {
  Columns columns;
  Buffer<std::uint16_t> value, cost;
  Buffer<std::uint32_t> group, bits;
  Buffer<std::int64_t> budget, price;
  Buffer<float> channel_price, group_price;
  Buffer<std::uint64_t> sums;
  Buffer<std::uint8_t> taken;
  std::size_t words() const { return (columns.items + 31) / 32; }
};

/// The first error of several calls; the calls after it are not made.
class Calls {
 public:
  template <class Call>
  Calls& then(Call&& call) {
    if (error_ == cudaSuccess) error_ = call();
    return *this;
  }
  cudaError_t error() const { return error_; }

 private:
  cudaError_t error_ = cudaSuccess;
};

void say(char* message, size_t room, const char* what, const char* why) {
  if (message != nullptr && room > 0) std::snprintf(message, room, "%s%s", what, why);
}

#define COLOPHON_TEXT_OF(x) #x
#define COLOPHON_TEXT(x) COLOPHON_TEXT_OF(x)
constexpr const char* kToolkit = COLOPHON_TEXT(__CUDACC_VER_MAJOR__) "." COLOPHON_TEXT(__CUDACC_VER_MINOR__);

int probe(char* message, size_t room) {
  int devices = 0;
  const cudaError_t error = cudaGetDeviceCount(&devices);
  if (error == cudaErrorInsufficientDriver) {   // Also what it says where there is no driver at all.
    say(message, room, "There is no GPU that CUDA can use: no NVIDIA driver is installed, or it is older than this plug-in's CUDA ", kToolkit);
    return 1;
  }
  if (error != cudaSuccess || devices == 0) {
    say(message, room, "There is no GPU that CUDA can use: ", error != cudaSuccess ? cudaGetErrorString(error) : "it counts no device");
    return 1;
  }
  cudaDeviceProp device;
  if (const cudaError_t asked = cudaGetDeviceProperties(&device, 0); asked != cudaSuccess) {
    say(message, room, "The GPU does not answer: ", cudaGetErrorString(asked));
    return 1;
  }
  say(message, room, device.name, "");
  return 0;
}

void* create(const ColophonAcceleratorShape* shape, char* message, size_t room) {
  auto* made = new (std::nothrow) OnDevice;
  if (made == nullptr) return nullptr;
  Columns& columns = made->columns;
  columns.items = shape->items;
  columns.channels = shape->channels;
  columns.groups = shape->groups;
  const std::size_t cells = columns.items * columns.channels, rows = columns.rows();
  const cudaError_t error = Calls()
      .then([&] { return made->value.make(cells); })
      .then([&] { return made->cost.make(cells); })
      .then([&] { return made->group.make(columns.groups > 0 ? columns.items : 0); })
      .then([&] { return made->bits.make(made->words()); })
      .then([&] { return made->taken.make(columns.items); })
      .then([&] { return made->budget.make(columns.channels); })
      .then([&] { return made->price.make(rows); })
      .then([&] { return made->channel_price.make(5 * std::size_t{columns.channels}); })
      .then([&] { return made->group_price.make(2 * (std::size_t{columns.groups} + 1)); })
      .then([&] { return made->sums.make(ExactPass::sums_before_rows() + rows); })
      .then([&] { return made->budget.put(shape->budget, columns.channels); })
      .error();
  if (error != cudaSuccess) {
    say(message, room, "The instance does not fit the GPU: ", cudaGetErrorString(error));
    delete made;
    return nullptr;
  }
  columns.value = made->value.data();
  columns.cost = made->cost.data();
  columns.group = made->group.data();
  columns.budget = made->budget.data();
  return made;
}

int load(void* instance, const ColophonAcceleratorItems* items) {
  auto& on = *static_cast<OnDevice*>(instance);
  const std::size_t channels = on.columns.channels;
  return Calls()
      .then([&] { return on.value.put(items->value, items->count * channels, items->first * channels); })
      .then([&] { return on.cost.put(items->cost, items->count * channels, items->first * channels); })
      .then([&] { return items->group == nullptr ? cudaSuccess : on.group.put(items->group, items->count, items->first); })
      .error();
}

template <class Pass>
cudaError_t run(OnDevice& on, const Pass& pass) {
  const std::size_t sums = Pass::sums_before_rows() + on.columns.rows();
  const auto blocks = static_cast<unsigned>((on.columns.items + kThreads - 1) / kThreads);
  const std::size_t shared = shared_bytes(on.columns, Pass::sums_before_rows());
  return Calls()
      .then([&] { return cudaMemset(on.sums.data(), 0, sums * sizeof(std::uint64_t)); })
      .then([&] { pass_kernel<<<blocks, kThreads, shared>>>(pass); return cudaGetLastError(); })
      .then([] { return cudaDeviceSynchronize(); })
      .error();
}

/// The sums of a pass: what stands before the rows, then the rows.
cudaError_t get_sums(const OnDevice& on, std::uint64_t* before, std::uint32_t before_count, std::int64_t* used) {
  std::uint64_t sums[3 + COLOPHON_ACCELERATOR_ROWS_MAX];
  const std::uint32_t rows = on.columns.rows();
  const cudaError_t error = on.sums.get(sums, before_count + rows);
  if (error != cudaSuccess) return error;
  for (std::uint32_t k = 0; k < before_count; ++k) before[k] = sums[k];
  for (std::uint32_t r = 0; r < rows; ++r) used[r] = static_cast<std::int64_t>(sums[before_count + r]);
  return cudaSuccess;
}

int sieve(void* instance, ColophonAcceleratorSieve* pass) {
  auto& on = *static_cast<OnDevice*>(instance);
  const SievePass job{on.columns, reinterpret_cast<const value::ChannelPrice*>(on.channel_price.data()),
                      reinterpret_cast<const value::GroupPrice*>(on.group_price.data()), on.sums.data(), on.bits.data()};
  std::uint64_t value = 0;
  const cudaError_t error = Calls()
      .then([&] { return on.channel_price.put(pass->channel_price, 5 * std::size_t{on.columns.channels}); })
      .then([&] { return on.group_price.put(pass->group_price, 2 * std::size_t{on.columns.groups > 0 ? on.columns.groups : 1}); })
      .then([&] { return run(on, job); })
      .then([&] { return get_sums(on, &value, 1, pass->used); })
      .then([&] { return on.bits.get(pass->undecided, on.words()); })
      .error();
  pass->value = static_cast<std::int64_t>(value);
  return error;
}

int exact(void* instance, ColophonAcceleratorExact* pass) {
  auto& on = *static_cast<OnDevice*>(instance);
  const ExactPass job{on.columns, on.price.data(), pass->bits, pass->near_cost, on.sums.data(), on.taken.data(), on.bits.data()};
  std::uint64_t before[3] = {};
  const cudaError_t error = Calls()
      .then([&] { return on.price.put(pass->price, on.columns.rows()); })
      .then([&] { return run(on, job); })
      .then([&] { return get_sums(on, before, 3, pass->used); })
      .then([&] { return on.taken.get(pass->taken, on.columns.items); })
      .then([&] { return on.bits.get(pass->near, on.words()); })
      .error();
  pass->surplus_low = before[0];
  pass->surplus_high = before[1];
  pass->value = static_cast<std::int64_t>(before[2]);
  return error;
}

void destroy(void* instance) { delete static_cast<OnDevice*>(instance); }

constexpr ColophonAccelerator kTable = {COLOPHON_ACCELERATOR_VERSION, probe, create, load, sieve, exact, destroy};

}  // namespace
}  // namespace colophon::cuda

extern "C" __attribute__((visibility("default"))) const ColophonAccelerator* colophon_accelerator_v1(void) { return &colophon::cuda::kTable; }
