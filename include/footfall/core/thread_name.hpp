// Threads have names, so that `top -H`, a debugger or a profile tells who is at work.
#pragma once

namespace footfall {

/// Names the calling thread. The system keeps the first 15 characters. Thread-safe.
void name_thread(const char* name) noexcept;

}  // namespace footfall
