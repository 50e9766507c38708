// libsodium's one-time start.
#include "identity/sodium.hpp"

#include <sodium.h>

#include <stdexcept>

namespace footfall::identity {

void start_sodium() {
  static const bool started = sodium_init() >= 0;
  if (!started) throw std::runtime_error("libsodium cannot be started");
}

}  // namespace footfall::identity
