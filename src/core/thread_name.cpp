#include "footfall/core/thread_name.hpp"

#include <sys/prctl.h>

namespace footfall {

void name_thread(const char* name) noexcept { prctl(PR_SET_NAME, name); }

}  // namespace footfall
