// Entities in memory, as an engine keeps them.
#pragma once

#include "footfall/store/entity.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace footfall::test {

/// Thread-safe.
class memory_entities {
 public:
  /// Does the writes; returns the indices of those whose replacement is not under way.
  std::vector<std::size_t> write(std::span<const store::entity_write> writes);

  std::uint64_t begin_replacement(customer_number customer, store::entity_kind kind);

  /// As when a process ends and another one begins.
  void abandon_replacements();

  result<std::optional<std::string>> get(customer_number customer, store::entity_kind kind,
                                         std::string_view key) const;

  result<store::entity_page> scan(
      customer_number customer, store::entity_kind kind, std::string_view after, std::size_t count_max,
      const std::function<void(std::string_view key, std::string_view content)>& visit) const;

 private:
  struct kind_rows {
    std::map<std::string, std::string, std::less<>> rows, replacing;
    std::uint64_t present = 0, next = 0, last = 0;
  };

  static void end_replacement(kind_rows& of, bool finished);

  mutable std::mutex mutex_;  // guards what follows
  std::map<std::pair<customer_number, store::entity_kind>, kind_rows> kinds_;
};

}  // namespace footfall::test
