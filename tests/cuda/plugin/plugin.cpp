// The emulator as a plug-in, so that loading one is tested on machines without a GPU.
#include "emulator.hpp"

extern "C" __attribute__((visibility("default"))) const ColophonAccelerator* colophon_accelerator_v1(void) { return colophon::tests::emulator(); }
