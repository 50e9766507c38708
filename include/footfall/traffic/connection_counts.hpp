// How many connections are open, in all and of each address.
#pragma once

#include "footfall/traffic/client_address.hpp"

#include <cstddef>
#include <map>
#include <mutex>
#include <optional>

namespace footfall::traffic {

struct connection_bounds {
  std::size_t all = 0;
  std::size_t per_address = 0;
};

/// Thread-safe; asked once for each connection, not for each request.
class connection_counts {
 public:
  explicit connection_counts(const connection_bounds& bounds) : bounds_(bounds) {}

  enum class verdict {
    welcome,
    full,        ///< counted all the same: an idle one is to give way
    too_many_of  ///< not counted: this address has its share
  };

  /// Counts a connection of an address; nothing: of one that has no bound of its own, such as a trusted
  /// proxy.
  [[nodiscard]] verdict enter(const std::optional<address>& from);

  /// The end of a connection that was counted.
  void leave(const std::optional<address>& from);

  [[nodiscard]] std::size_t open() const;

 private:
  const connection_bounds bounds_;
  mutable std::mutex mutex_;  // guards both below
  std::map<address, std::size_t> of_;
  std::size_t open_ = 0;
};

}  // namespace footfall::traffic
