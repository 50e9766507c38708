#include "log_output.hpp"

#include <limits.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>

namespace footfall::commands {

bool log_output::write_all(std::string_view bytes) {
  while (!bytes.empty()) {
    // Where a pipe is writable there is room for so much (pipe(7)). Not by O_NONBLOCK, which everybody who
    // shares the descriptor would get.
    pollfd one{descriptor_, POLLOUT, 0};
    if (poll(&one, 1, 0) != 1) return false;
    const auto written = ::write(descriptor_, bytes.data(), std::min<std::size_t>(bytes.size(), PIPE_BUF));
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
    cut_ = !bytes.empty();
  }
  return true;
}

bool log_output::write(std::string_view line) {
  const bool written = (!cut_ || write_all("\n")) && write_all(line);
  if (!written) ++lost_;
  return written;
}

}  // namespace footfall::commands
