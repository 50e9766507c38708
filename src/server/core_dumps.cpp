// Core dumps hold what the memory holds: the key of user ids, licence keys, the key of the certificate.
#include "footfall/server/application.hpp"

#include <sys/resource.h>

#include <fstream>

namespace footfall::server {

void forbid_core_dumps() {
  constexpr rlimit none{0, 0};
  static_cast<void>(setrlimit(RLIMIT_CORE, &none));
  // The limit does not hold for a dump that the kernel pipes to a program: this one then has no memory in it.
  std::ofstream("/proc/self/coredump_filter") << "0";
}

}  // namespace footfall::server
