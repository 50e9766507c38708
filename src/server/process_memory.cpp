// What becomes of the memory of the process: none of it lies about after a crash, what is free goes back.
#include "footfall/server/application.hpp"

#include <malloc.h>
#include <sys/resource.h>

#include <fstream>

namespace footfall::server {

// Memory holds secrets: the key of user ids, licence keys, the key of the certificate.
void forbid_core_dumps() {
  constexpr rlimit none{0, 0};
  static_cast<void>(setrlimit(RLIMIT_CORE, &none));
  // The limit does not hold for a dump that the kernel pipes to a program: this one then has no memory in it.
  std::ofstream("/proc/self/coredump_filter") << "0";
}

// By itself the C library takes larger and larger blocks from its heaps, once one of that size was freed.
void give_back_large_memory() {
  constexpr int least_bytes = 256 * 1024;
  mallopt(M_MMAP_THRESHOLD, least_bytes);
}

}  // namespace footfall::server
