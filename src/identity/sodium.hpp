// libsodium's one-time start.
#pragma once

namespace footfall::identity {

/// Starts libsodium before its first use; cheap when that has been done. Thread-safe.
/// Throws std::runtime_error when it cannot be started (no source of random numbers): nothing can go on then.
void start_sodium();

}  // namespace footfall::identity
