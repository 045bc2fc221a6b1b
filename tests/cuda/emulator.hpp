#pragma once
// The accelerator's interface on the processor: the phases of native/cuda/passes.hpp with the kernel's own indexing, block after block and thread after thread.
// What it decides is what a GPU decides, except that here no two threads run at once.
#include "colophon/accelerator.h"

namespace colophon::tests {

const ColophonAccelerator* emulator();
/// The same, but a call fails: the passes from number `good` on (0: the first).
const ColophonAccelerator* failing_emulator(int good);
/// How many instances are alive: 0 when nothing has leaked.
int emulated_instances();

}  // namespace colophon::tests
