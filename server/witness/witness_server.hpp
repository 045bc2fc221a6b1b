#pragma once
// The witness over HTTP: POST /add-checkpoint, GET /ORIGIN-HASH/checkpoint, and GET / for people.
#include <atomic>
#include <string>

#include "witness/witness.hpp"

namespace colophon::witness {

/// Serves until `stop` is true. Prints on stdout "colophon witness: listening on http://HOST:PORT". Error: unavailable (the port is taken).
Result<void> serve_witness(Witness& witness, const std::string& host, int port, const std::atomic<bool>& stop);

}  // namespace colophon::witness
